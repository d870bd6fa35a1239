"""Words that seeded rows are made of: people, companies, cities, products, topics."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A real city with what an address there needs.

    ``postal`` is a plausible postal code of it, ``region`` what ISO 3166-2 divides its country into, ``dial`` and
    ``area`` are how its telephone numbers begin.
    """

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
    region: str
    region_code: str
    dial: str
    area: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a text, in which bars stand between them."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


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
COMPANIES = phrases("""
    Alder & Finch | Amberfield Foods | Arcfield Energy | Bayleaf Kitchens | Beacon Harbour | Birchway Logistics |
    Bluestone Works | Brightwater Clinics | Broadmoor Textiles | Calder Instruments | Canopy Software |
    Cedar Lane Studio | Clearbrook Water | Cobalt Freight | Copperline Audio | Coral Bay Travel | Dovetail Furniture
    | Driftwood Media | Eastgate Legal | Elmhurst Books | Fernhill Farms | Foxglove Design | Granite Peak Sports |
    Greenlight Mobility | Halden Robotics | Harvest Moon Bakery | Heronsgate Capital | Hillcrest Dental |
    Ironbridge Tools | Juniper Analytics | Kestrel Aviation | Lakeside Insurance | Lanternfish Games |
    Larkspur Events | Maplewood Schools | Meridian Mapping | Millstone Brewing | Northlight Optics |
    Oakline Construction | Orchard Payments | Pebble & Co | Pinecrest Hotels | Quarry Street Press |
    Redwood Recruiting | Riverbend Recycling | Saffron Spices | Sandpiper Shipping | Silverbirch Care |
    Stonegate Security | Sunfield Solar | Tidewater Fisheries | Umbra Lighting | Vantage Cycles | Willowbrook Pets |
    Winterbourne Wines
""")
# fmt: off
CITIES = (
    City("Amsterdam", "Netherlands", "NL", "NLD", "EUR", "nl",
         "Europe/Amsterdam", "1012", 52.3728, 4.8936, "North Holland", "NH", "31", "20"),
    City("Athens", "Greece", "GR", "GRC", "EUR", "el",
         "Europe/Athens", "10557", 37.9838, 23.7275, "Attica", "I", "30", "21"),
    City("Auckland", "New Zealand", "NZ", "NZL", "NZD", "en",
         "Pacific/Auckland", "1010", -36.8485, 174.7633, "Auckland", "AUK", "64", "9"),
    City("Barcelona", "Spain", "ES", "ESP", "EUR", "es",
         "Europe/Madrid", "08002", 41.3874, 2.1686, "Catalonia", "CT", "34", "93"),
    City("Bergen", "Norway", "NO", "NOR", "NOK", "no",
         "Europe/Oslo", "5003", 60.3913, 5.3221, "Vestland", "46", "47", "55"),
    City("Berlin", "Germany", "DE", "DEU", "EUR", "de",
         "Europe/Berlin", "10115", 52.52, 13.405, "Berlin", "BE", "49", "30"),
    City("Bogota", "Colombia", "CO", "COL", "COP", "es",
         "America/Bogota", "110111", 4.711, -74.0721, "Bogota", "DC", "57", "60"),
    City("Bologna", "Italy", "IT", "ITA", "EUR", "it",
         "Europe/Rome", "40121", 44.4949, 11.3426, "Emilia-Romagna", "45", "39", "51"),
    City("Boston", "United States", "US", "USA", "USD", "en",
         "America/New_York", "02108", 42.3601, -71.0589, "Massachusetts", "MA", "1", "617"),
    City("Brisbane", "Australia", "AU", "AUS", "AUD", "en",
         "Australia/Brisbane", "4000", -27.4698, 153.0251, "Queensland", "QLD", "61", "7"),
    City("Brussels", "Belgium", "BE", "BEL", "EUR", "fr",
         "Europe/Brussels", "1000", 50.8503, 4.3517, "Brussels", "BRU", "32", "2"),
    City("Budapest", "Hungary", "HU", "HUN", "HUF", "hu",
         "Europe/Budapest", "1051", 47.4979, 19.0402, "Budapest", "BU", "36", "1"),
    City("Cape Town", "South Africa", "ZA", "ZAF", "ZAR", "en",
         "Africa/Johannesburg", "8001", -33.9249, 18.4241, "Western Cape", "WC", "27", "21"),
    City("Chicago", "United States", "US", "USA", "USD", "en",
         "America/Chicago", "60601", 41.8781, -87.6298, "Illinois", "IL", "1", "312"),
    City("Copenhagen", "Denmark", "DK", "DNK", "DKK", "da",
         "Europe/Copenhagen", "1050", 55.6761, 12.5683, "Hovedstaden", "84", "45", "33"),
    City("Dublin", "Ireland", "IE", "IRL", "EUR", "en",
         "Europe/Dublin", "D02", 53.3498, -6.2603, "Leinster", "L", "353", "1"),
    City("Edinburgh", "United Kingdom", "GB", "GBR", "GBP", "en",
         "Europe/London", "EH1 1YZ", 55.9533, -3.1883, "Scotland", "SCT", "44", "131"),
    City("Geneva", "Switzerland", "CH", "CHE", "CHF", "fr",
         "Europe/Zurich", "1201", 46.2044, 6.1432, "Geneva", "GE", "41", "22"),
    City("Gothenburg", "Sweden", "SE", "SWE", "SEK", "sv",
         "Europe/Stockholm", "41103", 57.7089, 11.9746, "Vastra Gotaland", "O", "46", "31"),
    City("Hamburg", "Germany", "DE", "DEU", "EUR", "de",
         "Europe/Berlin", "20095", 53.5511, 9.9937, "Hamburg", "HH", "49", "40"),
    City("Helsinki", "Finland", "FI", "FIN", "EUR", "fi",
         "Europe/Helsinki", "00100", 60.1699, 24.9384, "Uusimaa", "18", "358", "9"),
    City("Istanbul", "Turkey", "TR", "TUR", "TRY", "tr",
         "Europe/Istanbul", "34110", 41.0082, 28.9784, "Istanbul", "34", "90", "212"),
    City("Krakow", "Poland", "PL", "POL", "PLN", "pl",
         "Europe/Warsaw", "31001", 50.0647, 19.945, "Lesser Poland", "12", "48", "12"),
    City("Lagos", "Nigeria", "NG", "NGA", "NGN", "en",
         "Africa/Lagos", "100001", 6.5244, 3.3792, "Lagos", "LA", "234", "1"),
    City("Leeds", "United Kingdom", "GB", "GBR", "GBP", "en",
         "Europe/London", "LS1 4DY", 53.8008, -1.5491, "England", "ENG", "44", "113"),
    City("Lima", "Peru", "PE", "PER", "PEN", "es",
         "America/Lima", "15001", -12.0464, -77.0428, "Lima", "LMA", "51", "1"),
    City("Lisbon", "Portugal", "PT", "PRT", "EUR", "pt",
         "Europe/Lisbon", "1100", 38.7223, -9.1393, "Lisbon", "11", "351", "21"),
    City("Ljubljana", "Slovenia", "SI", "SVN", "EUR", "sl",
         "Europe/Ljubljana", "1000", 46.0569, 14.5058, "Ljubljana", "061", "386", "1"),
    City("Lyon", "France", "FR", "FRA", "EUR", "fr",
         "Europe/Paris", "69001", 45.764, 4.8357, "Auvergne-Rhone-Alpes", "ARA", "33", "4"),
    City("Melbourne", "Australia", "AU", "AUS", "AUD", "en",
         "Australia/Melbourne", "3000", -37.8136, 144.9631, "Victoria", "VIC", "61", "3"),
    City("Montreal", "Canada", "CA", "CAN", "CAD", "fr",
         "America/Toronto", "H2Y 1C6", 45.5019, -73.5674, "Quebec", "QC", "1", "514"),
    City("Mumbai", "India", "IN", "IND", "INR", "en",
         "Asia/Kolkata", "400001", 19.076, 72.8777, "Maharashtra", "MH", "91", "22"),
    City("Nairobi", "Kenya", "KE", "KEN", "KES", "en",
         "Africa/Nairobi", "00100", -1.2921, 36.8219, "Nairobi", "30", "254", "20"),
    City("Osaka", "Japan", "JP", "JPN", "JPY", "ja",
         "Asia/Tokyo", "530-0001", 34.6937, 135.5023, "Osaka", "27", "81", "6"),
    City("Porto", "Portugal", "PT", "PRT", "EUR", "pt",
         "Europe/Lisbon", "4000", 41.1579, -8.6291, "Porto", "13", "351", "22"),
    City("Prague", "Czechia", "CZ", "CZE", "CZK", "cs",
         "Europe/Prague", "11000", 50.0755, 14.4378, "Prague", "10", "420", "2"),
    City("Reykjavik", "Iceland", "IS", "ISL", "ISK", "is",
         "Atlantic/Reykjavik", "101", 64.1466, -21.9426, "Capital Region", "1", "354", "55"),
    City("Riga", "Latvia", "LV", "LVA", "EUR", "lv",
         "Europe/Riga", "1050", 56.9496, 24.1052, "Riga", "RIX", "371", "67"),
    City("Salvador", "Brazil", "BR", "BRA", "BRL", "pt",
         "America/Bahia", "40020", -12.9777, -38.5016, "Bahia", "BA", "55", "71"),
    City("Seattle", "United States", "US", "USA", "USD", "en",
         "America/Los_Angeles", "98101", 47.6062, -122.3321, "Washington", "WA", "1", "206"),
    City("Seoul", "South Korea", "KR", "KOR", "KRW", "ko",
         "Asia/Seoul", "04524", 37.5665, 126.978, "Seoul", "11", "82", "2"),
    City("Singapore", "Singapore", "SG", "SGP", "SGD", "en",
         "Asia/Singapore", "018956", 1.3521, 103.8198, "Singapore", "01", "65", "6"),
    City("Tallinn", "Estonia", "EE", "EST", "EUR", "et",
         "Europe/Tallinn", "10111", 59.437, 24.7536, "Harju", "37", "372", "6"),
    City("Toronto", "Canada", "CA", "CAN", "CAD", "en",
         "America/Toronto", "M5H 2N2", 43.6532, -79.3832, "Ontario", "ON", "1", "416"),
    City("Utrecht", "Netherlands", "NL", "NLD", "EUR", "nl",
         "Europe/Amsterdam", "3511", 52.0907, 5.1214, "Utrecht", "UT", "31", "30"),
    City("Valencia", "Spain", "ES", "ESP", "EUR", "es",
         "Europe/Madrid", "46001", 39.4699, -0.3763, "Valencia", "VC", "34", "96"),
    City("Vienna", "Austria", "AT", "AUT", "EUR", "de",
         "Europe/Vienna", "1010", 48.2082, 16.3738, "Vienna", "9", "43", "1"),
    City("Vilnius", "Lithuania", "LT", "LTU", "EUR", "lt",
         "Europe/Vilnius", "01100", 54.6872, 25.2797, "Vilnius", "VL", "370", "5"),
    City("Zurich", "Switzerland", "CH", "CHE", "CHF", "de",
         "Europe/Zurich", "8001", 47.3769, 8.5417, "Zurich", "ZH", "41", "44"),
)
# fmt: on
STREETS = phrases("""
    Harbour Street | Mill Lane | Station Road | Orchard Avenue | Castle Street | Linden Avenue | Market Square |
    Bridge Street | Church Lane | Garden Road | Park Avenue | River Walk | Chapel Street | Forest Road | Hill Street
    | King Street | Meadow Lane | Old Town Road | Queen Street | School Lane | South Terrace | Tower Road |
    Victoria Street | West Quay
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
COLOURS = {
    "blue": "2f6fde", "green": "2e9e5b", "red": "d1453b", "orange": "d9822b", "purple": "8250c4", "teal": "1f9aa0",
    "yellow": "e0b422", "pink": "d65a9a", "grey": "6e7781", "brown": "8a5a3c", "navy": "1f3a68", "olive": "7a8b2a",
    "silver": "b4bcc6", "black": "22262b", "white": "f4f5f6", "crimson": "a8213f",
}  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "ja", "ko", "tr")
LANGUAGE_NAMES = _words("English German French Spanish Portuguese Italian Dutch Swedish Polish Japanese")
LOCALES = ("en-GB", "de-DE", "fr-FR", "es-ES", "pt-PT", "it-IT", "nl-NL", "sv-SE", "pl-PL", "ja-JP", "ko-KR", "en-US")
CURRENCIES = ("EUR", "USD", "GBP", "SEK", "CHF", "JPY", "CAD", "AUD", "NOK", "PLN")
# What a thing is, where the documentation lists no states and no kinds.
STATES = ("active", "active", "pending", "active", "inactive", "active")
KINDS = _words("""
    standard basic premium internal external manual automatic custom regular temporary primary secondary general
    special local remote shared private seasonal default
""")
LEVELS = ("info", "warning", "error", "info", "debug")
STAGES_OF_WORK = phrases("""
    Draft | In preparation | Waiting for approval | Ready | In progress | On hold | Nearly done | Done | Put off |
    Handed over | First contact | Offer sent | Agreed | Won | Lost
""")
REASONS = phrases("""
    No longer needed | Ordered by mistake | Found a better offer | Arrived damaged | Duplicate entry | Wrong address |
    Out of stock | Requested by the customer | Took too long | Details were missing | Moved to another plan |
    Not approved in time | Replaced by a newer one | Budget was cut | Could not be reached
""")
SYSTEMS = ("Linux", "Windows", "macOS", "Android", "iOS")
EMOJI = ("thumbsup", "tada", "heart", "eyes", "rocket", "smile", "clap", "fire")
RELATIONS = ("self", "next", "edit", "related", "up", "collection")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HONORIFICS = ("Ms", "Mr", "Dr", "Mx", "Prof.")
ALGORITHMS = ("sha256", "sha512", "hmac-sha256", "rsa-sha256", "ecdsa256")
MEDIA_TYPES = {
    "pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "csv": "text/csv", "jpg": "image/jpeg",
    "json": "application/json", "mp3": "audio/mpeg", "zip": "application/zip",
}  # fmt: skip
BREEDS = _words("Beagle Collie Dachshund Persian Siamese Poodle Terrier Ragdoll Whippet Spaniel Burmese Corgi")
GENRES = ("jazz", "folk", "classical", "rock", "electronic", "soul", "drama", "comedy", "mystery", "documentary")
DOMAINS = ("example.com", "example.org", "example.net")
