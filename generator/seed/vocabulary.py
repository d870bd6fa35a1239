"""Which maker of text serves which word: in the name of an entity, or in the name of a property."""

from generator.seed.makers import (
    Maker,
    account_number,
    address_of_page,
    amount,
    article_code,
    code_name,
    colour,
    company,
    country,
    currency,
    digit_text,
    email,
    ending,
    file_name,
    folder,
    hardware_address,
    hash_text,
    host,
    house_number,
    identifier_number,
    ip_address,
    marked_up,
    media_type,
    names_of,
    number_text,
    opaque,
    out_of,
    person,
    phone,
    picture,
    product,
    region,
    secret,
    slug_text,
    state,
    street_address,
    timetable,
    version,
    whole_number,
    work,
)
from generator.seed.names import (
    ALGORITHMS,
    BREEDS,
    CURRENCIES,
    EMOJI,
    FIRST_NAMES,
    GENRES,
    HONORIFICS,
    KINDS,
    LANGUAGE_NAMES,
    LANGUAGES,
    LEVELS,
    LOCALES,
    METHODS,
    PETS,
    REASONS,
    RELATIONS,
    STAGES_OF_WORK,
    STREETS,
    SYSTEMS,
    TEAMS,
    TOPICS,
)
from generator.seed.phrases import DESCRIPTIONS, EVENTS, GOODS, JOBS, PLACES, PROJECTS, REMARKS, TASKS
from generator.seed.scene import Scene, plain

# What a thing of this kind is called. The last word of an entity's name decides its kind.
NAMES: dict[str, Maker] = {}
for _kind, _maker in (
    (
        "user customer contact employee member person people student teacher patient doctor author guest driver "
        "passenger owner assignee reviewer creator manager candidate applicant agent subscriber recipient sender "
        "attendee participant lead reporter host organizer artist player watcher collaborator pro staff "
        "instructor client follower friend requester approver editor operator signatory payer payee buyer seller "
        "shopper traveler traveller cardholder visitor resident",
        person,
    ),
    (
        "company organization organisation vendor supplier account business employer brand manufacturer merchant "
        "publisher partner tenant org firm airline carrier bank workspace",
        company,
    ),
    (
        "project campaign board portfolio initiative programme program milestone sprint epic goal list",
        names_of(PROJECTS, "project"),
    ),
    ("task issue ticket todo card story bug item step action request case job", names_of(TASKS, "task")),
    ("product article good sku stock line variant", product),
    ("event meeting appointment booking session activity class lesson entry interview", names_of(EVENTS, "event")),
    (
        "label tag category topic genre interest skill keyword",
        lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title()),
    ),
    ("team group department role squad unit division calendar channel", names_of(TEAMS, "team")),
    (
        "repository repo service app application device server cluster deployment environment bucket branch "
        "pipeline database instance package module network",
        code_name,
    ),
    ("pet animal dog cat", names_of(PETS, "pet")),
    (
        "place location venue store shop room building warehouse site hotel restaurant property listing station branch",
        names_of(PLACES, "place"),
    ),
    ("city town", lambda scene: (scene.city.name,)),
    ("country nation region market", country),
    ("file attachment upload image asset", file_name),
    (
        "document page post note book movie film song track album playlist recipe report course video folder "
        "collection survey template blog paper chapter",
        work,
    ),
    ("currency", names_of(CURRENCIES, "currency")),
    ("state province county", region),
    (
        "type kind option setting source method plan profile tier class mode rule policy theme classification",
        lambda scene: (scene.nth(KINDS, "kind").title(), scene.nth(KINDS, "kind")),
    ),
    ("status stage phase", names_of(STAGES_OF_WORK, "stage")),
    ("reason", names_of(REASONS, "reason")),
    ("language", out_of(LANGUAGE_NAMES, "language")),
):
    NAMES.update(dict.fromkeys(_kind.split(), _maker))

# What a property of this name holds.
TEXTS: dict[str, Maker] = {}
for _named, _maker in (
    ("first_name firstname given_name forename", lambda scene: (scene.person.first,)),
    ("last_name lastname surname family_name", lambda scene: (scene.person.last,)),
    ("middle_name middlename", out_of(FIRST_NAMES, "middle name")),
    ("prefix_name honorific salutation name_prefix", out_of(HONORIFICS, "honorific")),
    ("suffix name_suffix", out_of(("Jr.", "Sr.", "II", "III"), "suffix")),
    (
        "full_name fullname real_name author owner creator assignee reviewer recipient contact cardholder holder "
        "person customer reporter sender signatory follower approver requester editor attention_to attendee manager",
        person,
    ),
    (
        "username login user_name user handle screen_name nickname nick account_name userid",
        lambda scene: (scene.person.login, plain(scene.person.full)),
    ),
    ("email mail e_mail email_address mail_address notification_email reply_to", email),
    ("phone mobile tel telephone fax cell phone_number", phone),
    ("password passphrase secret pin passcode private_key privatekey", secret),
    (
        "token hash sha sha1 sha256 md5 checksum digest etag fingerprint signature api_key commit nonce revision "
        "traceparent dnskey public_key publickey",
        hash_text,
    ),
    (
        "cursor next_cursor page_token next_page_token continuation after before offset_token entity_tag attributes "
        "state_token",
        opaque,
    ),
    ("url uri link href website homepage webhook site endpoint web callback permalink", address_of_page),
    ("avatar image photo thumbnail logo icon picture banner cover image_url photo_url avatar_url photo_urls", picture),
    ("ip ip_address ipaddress ipv4", ip_address),
    ("mac mac_address hardware_address", hardware_address),
    ("host hostname domain fqdn server nameserver database_host", host),
    ("slug path_name shortname short_name unixname unix_name identifier", slug_text),
    ("sku code barcode article_number coupon discount_code promo_code product_code model", article_code),
    ("area_code phone_area_code dialing_code", lambda scene: (scene.city.area,)),
    ("phone_country_code calling_code dial_code", lambda scene: (scene.city.dial, f"+{scene.city.dial}")),
    ("code_example snippet_code source_code script", lambda _scene: ("print('ready')", "return true;")),
    (
        "number reference ref order_number invoice_number confirmation tracking_number ticket_number serial "
        "serial_number particulars",
        number_text,
    ),
    ("iban", account_number),
    ("card_number masked_number last4 last_four last_digits masked_account", identifier_number),
    ("vat tax_id account_number isbn ean upc gtin license passport ssn vin routing_number isrc", digit_text),
    ("city town locality admin_area_2 address_city admin_area_3", lambda scene: (scene.city.name,)),
    ("country nationality country_name address_country", country),
    ("country_code countrycode market", lambda scene: (scene.city.code, scene.city.code3)),
    (
        "state_name province region county state_or_province administrative_area admin_area admin_area_1 address_state "
        "urbanization",
        region,
    ),
    ("state status", state),
    (
        "street address line1 address1 address_line1 street_address line_1 primary_line address_line_1 thoroughfare",
        street_address,
    ),
    ("street_name street_suffix", out_of(STREETS, "street")),
    ("house_number street_number primary_number building_number", house_number),
    (
        "line2 address2 address_line2 line_2 secondary_line address_line_2",
        lambda scene: (f"Flat {scene.rng('flat').randint(1, 20)}",),
    ),
    (
        "last_line",
        lambda scene: (f"{scene.city.postal} {scene.city.name}",),
    ),
    (
        "postal_code zip zipcode zip_code postcode postal postalcode address_zip",
        lambda scene: (scene.city.postal, f"{scene.rng('zip').randint(10000, 99999)}"),
    ),
    ("timezone time_zone tz zone_name", lambda scene: (scene.city.zone,)),
    ("locale", out_of(LOCALES, "locale")),
    (
        "language lang language_code",
        lambda scene: (scene.city.language, scene.nth(LANGUAGES, "language"), scene.nth(LANGUAGE_NAMES, "language")),
    ),
    ("currency currency_code money", currency),
    ("color colour background_color foreground_color", colour),
    (
        "company organization organisation employer vendor supplier manufacturer brand company_name merchant carrier "
        "legal_name publisher bank payee_name account tenant",
        lambda scene: (scene.company,),
    ),
    ("job_title job occupation profession jobtitle", out_of(JOBS, "job")),
    ("department team division", out_of(TEAMS, "team")),
    ("content_type mime_type mimetype media_type mime", media_type),
    ("filename file_name file attachment", file_name),
    ("path filepath file_path directory folder fileloc classpath relative_path", folder),
    ("extension ending filetype file_type file_extension", lambda scene: (ending(scene),)),
    (
        "description details about summary_text bio overview abstract purpose specification instructions instruction "
        "long_description guidance narrative narration remediation documentation terms terms_and_conditions conditions",
        lambda scene: _described(scene),
    ),
    (
        "note notes comment comments body content text message memo remark remarks feedback answer reply "
        "review excerpt snippet caption_text question",
        out_of(REMARKS, "remark"),
    ),
    ("reason reason_text cancel_reason", out_of(REASONS, "reason")),
    ("html html_text html_body body_html text_html rendered", marked_up),
    (
        "tag tags label category topic keyword keywords subject_area interest",
        lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title()),
    ),
    ("type kind class classification tier mode", out_of(KINDS, "kind")),
    ("group section", lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title())),
    ("level severity log_level", out_of(LEVELS, "level")),
    ("stage phase", out_of(STAGES_OF_WORK, "stage")),
    ("genre", out_of(GENRES, "genre")),
    ("breed", out_of(BREEDS, "breed")),
    ("version release", version),
    ("venue location place room building", out_of(PLACES, "place")),
    ("unit units unit_of_measure", lambda scene: (scene.nth(("piece", "kg", "litre", "hour", "box"), "unit"),)),
    ("gender sex", lambda scene: (scene.nth(("female", "male"), "gender"),)),
    ("latitude lat", lambda scene: (str(scene.city.latitude),)),
    ("longitude lng lon", lambda scene: (str(scene.city.longitude),)),
    ("price amount total cost balance fee tax subtotal sub_total", amount),
    ("quantity qty count starting_quantity ending_quantity", whole_number(1, 12)),
    (
        "percentage percent tax_percent rate tax_rate",
        lambda scene: (str(scene.rng("rate").choice((5, 7, 10, 19, 20))),),
    ),
    ("position order sort_position sort_order rank index", lambda scene: (str(scene.offset + 1),)),
    ("cron schedule crontab cron_expression timetable_summary", timetable),
    ("rrule recurrence", lambda scene: (f"FREQ=WEEKLY;BYDAY={scene.rng('rrule').choice(('MO', 'TU', 'FR'))}",)),
    ("emoji reaction emoji_name", out_of(EMOJI, "emoji")),
    ("rel relation", out_of(RELATIONS, "relation")),
    ("method http_method verb", out_of(METHODS, "method")),
    ("algorithm cipher", out_of(ALGORITHMS, "algorithm")),
    ("os platform operating_system", out_of(SYSTEMS, "system")),
    ("user_agent", lambda _scene: ("ExampleBrowser/4.2",)),
    (
        "repository repo branch service app namespace environment cluster project_name project database queue "
        "collection bucket pool executor operator catalog",
        code_name,
    ),
):
    TEXTS.update(dict.fromkeys(_named.split(), _maker))


def _described(scene: Scene) -> tuple[str, ...]:
    """Return what is said about a thing: a second sentence tells those apart that share the first."""
    first = scene.nth(DESCRIPTIONS, "description")
    rest = scene.offset // len(DESCRIPTIONS)
    return (f"{first} {DESCRIPTIONS[(scene.offset + 7 * rest) % len(DESCRIPTIONS)]}" if rest else first,)


def described_goods(scene: Scene) -> tuple[str, ...]:
    """Return what is said about something that is made, sold or stored."""
    return (scene.nth(GOODS, "goods"),)
