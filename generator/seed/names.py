"""Words that seeded rows are made of: people, places, companies, products, and plain sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A real city with what an address there needs; ``postal`` is a plausible postal code of it."""

    name: str
    country: str
    code: str
    code3: str
    currency: str
    language: str
    zone: str
    postal: str
    latitude: float
    longitude: float


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


FIRST_NAMES = _words("""
    Ada Ahmed Aiko Alba Amara Anders Anika Arjun Astrid Beatriz Bruno Camille Carlos Chidi Clara Daniel Dimitri
    Elena Emil Esther Farah Felix Fiona Gabriel Grace Hana Henrik Ibrahim Ines Isak Jana Jonas Julia Kaito Karim
    Keira Lars Leila Linh Lucia Magnus Maya Mei Miguel Nadia Nils Noor Olga Omar Paula Pedro Priya Quentin
    Rafael Rosa Ruth Samir Sara Sofia Stefan Tara Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe
""")
SURNAMES = _words("""
    Abara Almeida Andersen Baker Barros Becker Bianchi Carter Castillo Chen Cohen Costa Demir Dubois Eklund
    Faber Ferreira Fischer Fontaine Garcia Grant Haddad Hansen Hoffmann Ito Ivanova Jansen Johansson Kaya Keller
    Khan Kowalski Kumar Larsen Laurent Lindgren Lopez Martin Mensah Meyer Moreau Murphy Nakamura Nguyen Nilsen
    Novak Okafor Olsen Ortega Park Patel Pereira Petrov Quinn Reyes Ricci Romano Rossi Santos Sato Schmidt Silva
    Singh Suzuki Tanaka Tran Vargas Virtanen Wagner Walker Weber Wong Yilmaz Young Zhang
""")
COMPANIES = _lines("""
    Alder & Finch
    Amberfield Foods
    Arcfield Energy
    Bayleaf Kitchens
    Beacon Harbour
    Birchway Logistics
    Bluestone Works
    Brightwater Clinics
    Broadmoor Textiles
    Calder Instruments
    Canopy Software
    Cedar Lane Studio
    Clearbrook Water
    Cobalt Freight
    Copperline Audio
    Coral Bay Travel
    Dovetail Furniture
    Driftwood Media
    Eastgate Legal
    Elmhurst Books
    Fernhill Farms
    Foxglove Design
    Granite Peak Sports
    Greenlight Mobility
    Halden Robotics
    Harvest Moon Bakery
    Heronsgate Capital
    Hillcrest Dental
    Ironbridge Tools
    Juniper Analytics
    Kestrel Aviation
    Lakeside Insurance
    Lanternfish Games
    Larkspur Events
    Maplewood Schools
    Meridian Mapping
    Millstone Brewing
    Northlight Optics
    Oakline Construction
    Orchard Payments
    Pebble & Co
    Pinecrest Hotels
    Quarry Street Press
    Redwood Recruiting
    Riverbend Recycling
    Saffron Spices
    Sandpiper Shipping
    Silverbirch Care
    Stonegate Security
    Sunfield Solar
    Tidewater Fisheries
    Umbra Lighting
    Vantage Cycles
    Willowbrook Pets
    Winterbourne Wines
""")
CITIES = (
    City("Amsterdam", "Netherlands", "NL", "NLD", "EUR", "nl", "Europe/Amsterdam", "1012", 52.3728, 4.8936),
    City("Athens", "Greece", "GR", "GRC", "EUR", "el", "Europe/Athens", "10557", 37.9838, 23.7275),
    City("Auckland", "New Zealand", "NZ", "NZL", "NZD", "en", "Pacific/Auckland", "1010", -36.8485, 174.7633),
    City("Barcelona", "Spain", "ES", "ESP", "EUR", "es", "Europe/Madrid", "08002", 41.3874, 2.1686),
    City("Bergen", "Norway", "NO", "NOR", "NOK", "no", "Europe/Oslo", "5003", 60.3913, 5.3221),
    City("Berlin", "Germany", "DE", "DEU", "EUR", "de", "Europe/Berlin", "10115", 52.52, 13.405),
    City("Bogota", "Colombia", "CO", "COL", "COP", "es", "America/Bogota", "110111", 4.711, -74.0721),
    City("Bologna", "Italy", "IT", "ITA", "EUR", "it", "Europe/Rome", "40121", 44.4949, 11.3426),
    City("Boston", "United States", "US", "USA", "USD", "en", "America/New_York", "02108", 42.3601, -71.0589),
    City("Brisbane", "Australia", "AU", "AUS", "AUD", "en", "Australia/Brisbane", "4000", -27.4698, 153.0251),
    City("Brussels", "Belgium", "BE", "BEL", "EUR", "fr", "Europe/Brussels", "1000", 50.8503, 4.3517),
    City("Budapest", "Hungary", "HU", "HUN", "HUF", "hu", "Europe/Budapest", "1051", 47.4979, 19.0402),
    City("Cape Town", "South Africa", "ZA", "ZAF", "ZAR", "en", "Africa/Johannesburg", "8001", -33.9249, 18.4241),
    City("Chicago", "United States", "US", "USA", "USD", "en", "America/Chicago", "60601", 41.8781, -87.6298),
    City("Copenhagen", "Denmark", "DK", "DNK", "DKK", "da", "Europe/Copenhagen", "1050", 55.6761, 12.5683),
    City("Dublin", "Ireland", "IE", "IRL", "EUR", "en", "Europe/Dublin", "D02", 53.3498, -6.2603),
    City("Edinburgh", "United Kingdom", "GB", "GBR", "GBP", "en", "Europe/London", "EH1 1YZ", 55.9533, -3.1883),
    City("Geneva", "Switzerland", "CH", "CHE", "CHF", "fr", "Europe/Zurich", "1201", 46.2044, 6.1432),
    City("Gothenburg", "Sweden", "SE", "SWE", "SEK", "sv", "Europe/Stockholm", "41103", 57.7089, 11.9746),
    City("Hamburg", "Germany", "DE", "DEU", "EUR", "de", "Europe/Berlin", "20095", 53.5511, 9.9937),
    City("Helsinki", "Finland", "FI", "FIN", "EUR", "fi", "Europe/Helsinki", "00100", 60.1699, 24.9384),
    City("Istanbul", "Turkey", "TR", "TUR", "TRY", "tr", "Europe/Istanbul", "34110", 41.0082, 28.9784),
    City("Krakow", "Poland", "PL", "POL", "PLN", "pl", "Europe/Warsaw", "31001", 50.0647, 19.945),
    City("Lagos", "Nigeria", "NG", "NGA", "NGN", "en", "Africa/Lagos", "100001", 6.5244, 3.3792),
    City("Leeds", "United Kingdom", "GB", "GBR", "GBP", "en", "Europe/London", "LS1 4DY", 53.8008, -1.5491),
    City("Lima", "Peru", "PE", "PER", "PEN", "es", "America/Lima", "15001", -12.0464, -77.0428),
    City("Lisbon", "Portugal", "PT", "PRT", "EUR", "pt", "Europe/Lisbon", "1100", 38.7223, -9.1393),
    City("Ljubljana", "Slovenia", "SI", "SVN", "EUR", "sl", "Europe/Ljubljana", "1000", 46.0569, 14.5058),
    City("Lyon", "France", "FR", "FRA", "EUR", "fr", "Europe/Paris", "69001", 45.764, 4.8357),
    City("Melbourne", "Australia", "AU", "AUS", "AUD", "en", "Australia/Melbourne", "3000", -37.8136, 144.9631),
    City("Montreal", "Canada", "CA", "CAN", "CAD", "fr", "America/Toronto", "H2Y 1C6", 45.5019, -73.5674),
    City("Mumbai", "India", "IN", "IND", "INR", "en", "Asia/Kolkata", "400001", 19.076, 72.8777),
    City("Nairobi", "Kenya", "KE", "KEN", "KES", "en", "Africa/Nairobi", "00100", -1.2921, 36.8219),
    City("Osaka", "Japan", "JP", "JPN", "JPY", "ja", "Asia/Tokyo", "530-0001", 34.6937, 135.5023),
    City("Porto", "Portugal", "PT", "PRT", "EUR", "pt", "Europe/Lisbon", "4000", 41.1579, -8.6291),
    City("Prague", "Czechia", "CZ", "CZE", "CZK", "cs", "Europe/Prague", "11000", 50.0755, 14.4378),
    City("Reykjavik", "Iceland", "IS", "ISL", "ISK", "is", "Atlantic/Reykjavik", "101", 64.1466, -21.9426),
    City("Riga", "Latvia", "LV", "LVA", "EUR", "lv", "Europe/Riga", "1050", 56.9496, 24.1052),
    City("Salvador", "Brazil", "BR", "BRA", "BRL", "pt", "America/Bahia", "40020", -12.9777, -38.5016),
    City("Seattle", "United States", "US", "USA", "USD", "en", "America/Los_Angeles", "98101", 47.6062, -122.3321),
    City("Seoul", "South Korea", "KR", "KOR", "KRW", "ko", "Asia/Seoul", "04524", 37.5665, 126.978),
    City("Singapore", "Singapore", "SG", "SGP", "SGD", "en", "Asia/Singapore", "018956", 1.3521, 103.8198),
    City("Tallinn", "Estonia", "EE", "EST", "EUR", "et", "Europe/Tallinn", "10111", 59.437, 24.7536),
    City("Toronto", "Canada", "CA", "CAN", "CAD", "en", "America/Toronto", "M5H 2N2", 43.6532, -79.3832),
    City("Utrecht", "Netherlands", "NL", "NLD", "EUR", "nl", "Europe/Amsterdam", "3511", 52.0907, 5.1214),
    City("Valencia", "Spain", "ES", "ESP", "EUR", "es", "Europe/Madrid", "46001", 39.4699, -0.3763),
    City("Vienna", "Austria", "AT", "AUT", "EUR", "de", "Europe/Vienna", "1010", 48.2082, 16.3738),
    City("Vilnius", "Lithuania", "LT", "LTU", "EUR", "lt", "Europe/Vilnius", "01100", 54.6872, 25.2797),
    City("Zurich", "Switzerland", "CH", "CHE", "CHF", "de", "Europe/Zurich", "8001", 47.3769, 8.5417),
)
STREETS = _lines("""
    Harbour Street
    Mill Lane
    Station Road
    Orchard Avenue
    Castle Street
    Linden Avenue
    Market Square
    Bridge Street
    Church Lane
    Garden Road
    Park Avenue
    River Walk
    Chapel Street
    Forest Road
    Hill Street
    King Street
    Meadow Lane
    Old Town Road
    Queen Street
    School Lane
    South Terrace
    Tower Road
    Victoria Street
    West Quay
""")
PRODUCT_QUALITIES = _words("""
    Bamboo Brass Canvas Ceramic Classic Compact Copper Cotton Enamel Everyday Folding Glass Leather Linen Marble
    Mini Oak Portable Recycled Rustic Slim Soft Stoneware Striped Travel Velvet Walnut Waterproof Woollen Woven
""")
PRODUCT_NOUNS = _words("""
    Backpack Basket Blanket Bookend Bottle Bowl Bracelet Candle Chair Clock Coat Cushion Desk Drum Fan Frame
    Gloves Hat Jacket Jug Kettle Keyring Kite Lamp Mirror Mug Notebook Pen Planter Plate Puzzle Radio Rug Scarf
    Shelf Stool Teapot Tent Towel Tray Umbrella Vase Wallet Watch
""")
PROJECTS = _lines("""
    Website redesign
    Mobile app
    Customer portal
    Data warehouse
    Office move
    Annual report
    Spring campaign
    Payment service
    Warehouse automation
    Brand refresh
    Partner programme
    Support handbook
    Security review
    Onboarding guide
    Search service
    Newsletter
    Pricing study
    Energy audit
    Training academy
    Inventory system
    Photo archive
    Booking engine
    Community forum
    Design system
    Delivery tracking
    Field research
    Help centre
    Internal tools
    Loyalty scheme
    Market entry
    Open data portal
    Quality programme
    Release pipeline
    Shop opening
    Summer festival
    Supplier audit
    Translation effort
    Usability study
    Volunteer network
    Year-end closing
""")
TASKS = _lines("""
    Fix the login page on small screens
    Write the release notes
    Update the price list
    Order new name badges
    Check the backup of the database
    Prepare the slides for the board
    Replace the broken printer
    Review the contract with the landlord
    Collect feedback from the pilot group
    Shorten the sign-up form
    Repair the search for accented letters
    Plan the team outing
    Translate the help pages
    Remove unused accounts
    Test the export to spreadsheets
    Call the supplier about the delay
    Draw the new floor plan
    Add a dark theme
    Sort the photo archive
    Measure the loading time
    Send the invoices for last month
    Book rooms for the workshop
    Describe the return policy
    Move the old files to the archive
    Answer the open questions of the audit
    Make the error messages clearer
    Publish the opening hours
    Count the stock in the second hall
    Train the new colleagues
    Renew the certificate
    Rename the confusing menu entries
    Compare three offers for insurance
    Set up the new meeting room screen
    Correct the tax on gift cards
    Clean up the shared calendar
    Reduce the size of the images
    Invite the speakers
    Document the restart procedure
    Rewrite the welcome e-mail
    Find out why the totals differ
    Label the cables in the server room
    Restore the missing thumbnails
    Agree on a date for the launch
    Move the newsletter to the new sender
    Make the tables easier to read
    Close the gap in the fence
    Check the fire extinguishers
    Let users change their time zone
""")
EVENTS = _lines("""
    Weekly planning
    Quarterly review
    Product demo
    Design critique
    Team lunch
    Budget meeting
    Customer interview
    Release party
    Board meeting
    Piano lesson
    Dentist appointment
    Book club
    Training on first aid
    Site visit
    Supplier call
    Sprint retrospective
    Marketing workshop
    Job interview
    Yoga class
    Parents' evening
    Choir rehearsal
    Press briefing
    Security drill
    Strategy day
    Photo shoot
    Office tour
    Language course
    Charity run
    Film night
    Handover meeting
    House viewing
    Legal consultation
    Morning stand-up
    Opening ceremony
    Project kick-off
    Town hall
    Wine tasting
    Year-end dinner
    Architecture review
    Garden day
""")
TOPICS = _words("""
    bug feature urgent design billing docs research backend frontend mobile security performance travel health
    finance garden music sports cooking history science education marketing legal support onboarding testing
    release planning budget events family work ideas reading nature photography fashion energy transport housing
""")
TEAMS = _words("""
    Design Engineering Marketing Sales Support Finance Operations Research Logistics Legal People Security Data
    Platform Quality Content Events Facilities Purchasing Training Partnerships Growth Infrastructure Product
""")
CODE_NAMES = _words("""
    atlas aurora beacon birch bramble breeze canyon cascade cedar cobalt comet compass coral delta dune ember
    falcon fern fjord garnet glacier harbor hazel heron horizon indigo iris jasper juniper lagoon lantern larch
    maple marble meadow nimbus oak onyx orbit otter pebble pine prairie quartz raven ridge river saffron sable
    spruce summit thistle tundra willow zephyr
""")
PETS = _words("""
    Bella Biscuit Bruno Coco Daisy Dexter Fern Ginger Hazel Honey Jasper Juno Kiwi Luna Maple Milo Mochi Nala
    Olive Oscar Pepper Pickle Pippin Poppy Rocky Rosie Rufus Shadow Socks Sunny Teddy Tilly Toby Waffles Willow
    Ziggy
""")
PLACES = _lines("""
    Harbour Hall
    North Warehouse
    Riverside Centre
    Old Mill
    Garden Room
    Station House
    Market Hall
    Lakeview Terrace
    Meeting room 4
    City Library
    Castle Gallery
    West Depot
    Tower Suite
    Central Kitchen
    Seaside Pavilion
    Green Room
    Music School
    Forest Lodge
    South Campus
    Corner Shop
    Museum Cafe
    Sports Ground
    Main Office
    Rooftop Studio
    Bridge House
    Community Hall
    Training Centre
    Airport Desk
    Vineyard House
    Workshop 2
""")
TITLES = _lines("""
    A day at the harbour
    Notes from the field
    How to plan a garden
    The long way home
    Reading maps without fear
    Winter in the mountains
    Meeting minutes
    A short guide to good coffee
    What we learned last year
    The house by the river
    Ten questions before you start
    Letters from the coast
    Cooking for twelve
    The quiet machine
    Working across time zones
    Night train
    A better checklist
    Songs of the valley
    Price list
    The second opinion
    Bread and salt
    Habits that last
    Under the same roof
    Tools for small teams
    The paper lantern
    First steps with data
    An island in spring
    The last ferry
    Repairing old radios
    Plain words
    Stories from the workshop
    The blue notebook
    Questions and answers
    Walking the old walls
    The art of waiting
    A map of the stars
    Quarterly figures
    Moving house
    Seasons of the forest
    Lights in the fog
""")
REMARKS = _lines("""
    I can see it on the test machine as well.
    Thanks, this works for me now.
    Could you send me the file once more?
    Let us talk about it on Thursday.
    The customer asked for this again today.
    I have added two pictures.
    This can wait until next month.
    Please ring twice, the bell is quiet.
    We decided to keep the old name.
    The numbers are right, I checked them.
    It was faster than I had expected.
    Who is going to tell the supplier?
    I shall be ten minutes late.
    The second version is much clearer.
    There is a typing error in the first line.
    Leave it with the neighbour, please.
    Nobody has reported it since the update.
    I agree, but we need a date for it.
    The address has changed since last year.
    Good idea, let us try it with a small group.
    It happens only on Mondays.
    The parcel arrived with a torn corner.
    My colleague will take over from here.
    We are waiting for an answer from the bank.
    Everything is in the shared folder.
    I moved it to the next milestone.
    The room is too small for all of us.
    Please use the new form for this.
    It looks good on paper and on screen.
    We had the same question in spring.
    The price does not include delivery.
    Do not forget the keys.
    I will have a look tomorrow morning.
    The old link still works.
    This was agreed on the phone.
    That would save us a day every week.
    Somebody should write this down.
    The test passes on my side.
    We need one more signature.
    Perfect, thank you very much.
""")
DESCRIPTIONS = _lines("""
    Made to last and easy to repair.
    Everything that is needed for the first week.
    Agreed with all teams in the autumn.
    Used by the whole company every day.
    Holds the plans, the offers and the final decision.
    Small enough to fit into any bag.
    For questions that come up again and again.
    Comes with a warranty of two years.
    Covers the north of the city and the harbour.
    Kept for reference, nothing new is added.
    The most popular choice of the season.
    Meets every second Tuesday.
    Brings old and new customers together.
    Only for people who work on it directly.
    Produced in small numbers by a family business.
    Replaces the version from last year.
    A quiet place with a good connection.
    Contains what was left over from the move.
    Looks after everything between order and delivery.
    Shows the figures of the last four quarters.
    Needs to be finished before the summer.
    Suitable for beginners.
    Safe in the dishwasher and in the oven.
    Written together with the support team.
    Paid for by the city and two foundations.
    Open to visitors on weekdays.
    A first attempt that is to be improved.
    Collected during the visits in March.
    Works without a connection as well.
    Answers the questions of the pilot group.
    Reaches about four hundred people.
    Delivered flat, with all the tools that are needed.
    Checked by two people before it goes out.
    Planned for three months, with a break in the middle.
    Light, warm and easy to wash.
    Serves as a model for the other offices.
    The short version for people in a hurry.
    Stored in the second hall on the left.
    Takes about an hour, including questions.
    Starts again when the season opens.
""")
JOBS = _lines("""
    Accountant
    Architect
    Software engineer
    Data analyst
    Designer
    Editor
    Electrician
    Event manager
    Head of sales
    Librarian
    Marketing lead
    Mechanic
    Nurse
    Office manager
    Photographer
    Product manager
    Project manager
    Purchasing agent
    Researcher
    Support specialist
    Teacher
    Translator
    Warehouse lead
    Web developer
""")
COLOURS = {
    "blue": "2f6fde", "green": "2e9e5b", "red": "d1453b", "orange": "d9822b", "purple": "8250c4", "teal": "1f9aa0",
    "yellow": "e0b422", "pink": "d65a9a", "grey": "6e7781", "brown": "8a5a3c", "navy": "1f3a68", "olive": "7a8b2a",
    "silver": "b4bcc6", "black": "22262b", "white": "f4f5f6", "crimson": "a8213f",
}  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "ja", "ko", "tr")
LANGUAGE_NAMES = _words("English German French Spanish Portuguese Italian Dutch Swedish Polish Japanese")
LOCALES = ("en-GB", "de-DE", "fr-FR", "es-ES", "pt-PT", "it-IT", "nl-NL", "sv-SE", "pl-PL", "ja-JP", "ko-KR", "en-US")
CURRENCIES = ("EUR", "USD", "GBP", "SEK", "CHF", "JPY", "CAD", "AUD", "NOK", "PLN")
MEDIA_TYPES = {
    "pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "csv": "text/csv", "jpg": "image/jpeg",
    "json": "application/json", "mp3": "audio/mpeg", "zip": "application/zip",
}  # fmt: skip
BREEDS = _words("Beagle Collie Dachshund Persian Siamese Poodle Terrier Ragdoll Whippet Spaniel Burmese Corgi")
GENRES = ("jazz", "folk", "classical", "rock", "electronic", "soul", "drama", "comedy", "mystery", "documentary")
DOMAINS = ("example.com", "example.org", "example.net")
