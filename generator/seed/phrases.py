"""What seeded things are called and what is said about them: titles, tasks, events, sentences."""

from generator.seed.names import phrases

PROJECTS = phrases("""
    Website redesign | Mobile app | Customer portal | Data warehouse | Office move | Annual report | Spring campaign
    | Payment service | Warehouse automation | Brand refresh | Partner programme | Support handbook |
    Security review | Onboarding guide | Search service | Newsletter | Pricing study | Energy audit |
    Training academy | Inventory system | Photo archive | Booking engine | Community forum | Design system |
    Delivery tracking | Field research | Help centre | Internal tools | Loyalty scheme | Market entry |
    Open data portal | Quality programme | Release pipeline | Shop opening | Summer festival | Supplier audit |
    Translation effort | Usability study | Volunteer network | Year-end closing
""")
TASKS = phrases("""
    Fix the login page on small screens | Write the release notes | Update the price list | Order new name badges |
    Check the backup of the database | Prepare the slides for the board | Replace the broken printer |
    Review the contract with the landlord | Collect feedback from the pilot group | Shorten the sign-up form |
    Repair the search for accented letters | Plan the team outing | Translate the help pages |
    Remove unused accounts | Test the export to spreadsheets | Call the supplier about the delay |
    Draw the new floor plan | Add a dark theme | Sort the photo archive | Measure the loading time |
    Send the invoices for last month | Book rooms for the workshop | Describe the return policy |
    Move the old files to the archive | Answer the open questions of the audit | Make the error messages clearer |
    Publish the opening hours | Count the stock in the second hall | Train the new colleagues |
    Renew the certificate | Rename the confusing menu entries | Compare three offers for insurance |
    Set up the new meeting room screen | Correct the tax on gift cards | Clean up the shared calendar |
    Reduce the size of the images | Invite the speakers | Document the restart procedure |
    Rewrite the welcome e-mail | Find out why the totals differ | Label the cables in the server room |
    Restore the missing thumbnails | Agree on a date for the launch | Move the newsletter to the new sender |
    Make the tables easier to read | Close the gap in the fence | Check the fire extinguishers |
    Let users change their time zone
""")
EVENTS = phrases("""
    Weekly planning | Quarterly review | Product demo | Design critique | Team lunch | Budget meeting |
    Customer interview | Release party | Board meeting | Piano lesson | Dentist appointment | Book club |
    Training on first aid | Site visit | Supplier call | Sprint retrospective | Marketing workshop | Job interview |
    Yoga class | Parents' evening | Choir rehearsal | Press briefing | Security drill | Strategy day | Photo shoot |
    Office tour | Language course | Charity run | Film night | Handover meeting | House viewing | Legal consultation
    | Morning stand-up | Opening ceremony | Project kick-off | Town hall | Wine tasting | Year-end dinner |
    Architecture review | Garden day
""")
TITLES = phrases("""
    A day at the harbour | Notes from the field | How to plan a garden | The long way home |
    Reading maps without fear | Winter in the mountains | Meeting minutes | A short guide to good coffee |
    What we learned last year | The house by the river | Ten questions before you start | Letters from the coast |
    Cooking for twelve | The quiet machine | Working across time zones | Night train | A better checklist |
    Songs of the valley | Price list | The second opinion | Bread and salt | Habits that last | Under the same roof
    | Tools for small teams | The paper lantern | First steps with data | An island in spring | The last ferry |
    Repairing old radios | Plain words | Stories from the workshop | The blue notebook | Questions and answers |
    Walking the old walls | The art of waiting | A map of the stars | Quarterly figures | Moving house |
    Seasons of the forest | Lights in the fog
""")
REMARKS = phrases("""
    I can see it on the test machine as well. | Thanks, this works for me now. |
    Could you send me the file once more? | Let us talk about it on Thursday. |
    The customer asked for this again today. | I have added two pictures. | This can wait until next month. |
    Please ring twice, the bell is quiet. | We decided to keep the old name. |
    The numbers are right, I checked them. | It was faster than I had expected. | Who is going to tell the supplier?
    | I shall be ten minutes late. | The second version is much clearer. |
    There is a typing error in the first line. | Leave it with the neighbour, please. |
    Nobody has reported it since the update. | I agree, but we need a date for it. |
    The address has changed since last year. | Good idea, let us try it with a small group. |
    It happens only on Mondays. | The parcel arrived with a torn corner. | My colleague will take over from here. |
    We are waiting for an answer from the bank. | Everything is in the shared folder. |
    I moved it to the next milestone. | The room is too small for all of us. | Please use the new form for this. |
    It looks good on paper and on screen. | We had the same question in spring. |
    The price does not include delivery. | Do not forget the keys. | I will have a look tomorrow morning. |
    The old link still works. | This was agreed on the phone. | That would save us a day every week. |
    Somebody should write this down. | The test passes on my side. | We need one more signature. |
    Perfect, thank you very much.
""")
DESCRIPTIONS = phrases("""
    Everything that is needed for the first week. | Agreed with all teams in the autumn. | Used by the whole
    company every day. | Holds the plans, the offers and the final decision. | For questions that come up again
    and again. | Covers the north of the city and the harbour. | Kept for reference, nothing new is added. |
    Brings old and new customers together. | Only for people who work on it directly. | Replaces the version from
    last year. | Contains what was left over from the move. | Looks after everything between order and delivery. |
    Shows the figures of the last four quarters. | Needs to be finished before the summer. | Written together with
    the support team. | A first attempt that is to be improved. | Collected during the visits in March. | Answers
    the questions of the pilot group. | Reaches about four hundred people. | Checked by two people before it goes
    out. | Planned for three months, with a break in the middle. | Serves as a model for the other offices. | The
    short version for people in a hurry. | Agreed with the customer by telephone. | Set up for the new office. |
    Replaced by a newer one next year. | Only the finance team may change this. | Part of the yearly review. |
    Moved here from the old system. | Asked for by the customer. | Needed for the next release. | Kept up to date
    by the support team. | Shared with partners outside the company. | Reviewed at the end of each month. |
    Everything in one place for new colleagues. | Has a second part that follows in spring. | Split off from a
    larger one. | In use since the company began. | For a trial with ten customers. | Read by everybody who joins
    the team.
""")
GOODS = phrases("""
    Made to last and easy to repair. | Small enough to fit into any bag. | Comes with a warranty of two years. |
    The most popular choice of the season. | Produced in small numbers by a family business. | Safe in the
    dishwasher and in the oven. | Works without a connection as well. | Delivered flat, with all the tools that
    are needed. | Light, warm and easy to wash. | Suitable for beginners. | Stored in the second hall on the left.
    | Made of recycled material. | Keeps its shape for years. | A gift for people who have everything. | Folds
    away when it is not needed. | Comes in four colours. | Made by hand in a small workshop. | Holds about one
    litre. | Fits under every desk. | Spare parts are in stock.
""")
PLACES = phrases("""
    Harbour Hall | North Warehouse | Riverside Centre | Old Mill | Garden Room | Station House | Market Hall |
    Lakeview Terrace | Meeting room 4 | City Library | Castle Gallery | West Depot | Tower Suite | Central Kitchen |
    Seaside Pavilion | Green Room | Music School | Forest Lodge | South Campus | Corner Shop | Museum Cafe |
    Sports Ground | Main Office | Rooftop Studio | Bridge House | Community Hall | Training Centre | Airport Desk |
    Vineyard House | Workshop 2
""")
JOBS = phrases("""
    Accountant | Architect | Software engineer | Data analyst | Designer | Editor | Electrician | Event manager |
    Head of sales | Librarian | Marketing lead | Mechanic | Nurse | Office manager | Photographer | Product manager
    | Project manager | Purchasing agent | Researcher | Support specialist | Teacher | Translator | Warehouse lead |
    Web developer
""")
