"""Which maker of text serves which word: in the name of an entity, or in the name of a property."""

from generator.seed.makers import (
    Maker,
    address_of_page,
    article_code,
    code_name,
    colour,
    country,
    digit_text,
    email,
    file_name,
    folder,
    hash_text,
    host,
    ip_address,
    number_text,
    out_of,
    person,
    phone,
    picture,
    product,
    secret,
    slug_text,
    street_address,
    version,
    work,
)
from generator.seed.names import (
    BREEDS,
    CURRENCIES,
    GENRES,
    LANGUAGE_NAMES,
    LANGUAGES,
    LOCALES,
    MEDIA_TYPES,
    PETS,
    TEAMS,
    TOPICS,
)
from generator.seed.phrases import DESCRIPTIONS, EVENTS, JOBS, PLACES, PROJECTS, REMARKS, TASKS
from generator.seed.scene import plain, slug

# What a thing of this kind is called. The last word of an entity's name decides its kind.
NAMES: dict[str, Maker] = {}
for _kind, _maker in (
    (
        "user customer contact employee member person people student teacher patient doctor author guest driver "
        "passenger owner assignee reviewer creator manager candidate applicant agent subscriber recipient sender "
        "attendee participant lead reporter host organizer artist player watcher collaborator pro staff "
        "instructor client",
        person,
    ),
    (
        "company organization organisation vendor supplier account business employer brand manufacturer merchant "
        "publisher partner tenant org firm airline carrier bank workspace",
        lambda scene: (scene.company, slug(scene.company)),
    ),
    (
        "project campaign board portfolio initiative programme program milestone sprint epic goal list",
        out_of(PROJECTS, "project"),
    ),
    ("task issue ticket todo card story bug item step action request case job", out_of(TASKS, "task")),
    ("product article good sku stock line variant", product),
    ("event meeting appointment booking session activity class lesson entry interview", out_of(EVENTS, "event")),
    (
        "label tag category topic genre interest skill keyword",
        lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title()),
    ),
    ("team group department role squad unit division calendar channel", out_of(TEAMS, "team")),
    (
        "repository repo service app application device server cluster deployment environment bucket branch "
        "pipeline database instance package module network",
        code_name,
    ),
    ("pet animal dog cat", out_of(PETS, "pet")),
    (
        "place location venue store shop room building warehouse site hotel restaurant property listing station branch",
        out_of(PLACES, "place"),
    ),
    ("city town", lambda scene: (scene.city.name,)),
    ("country nation region market", country),
    ("file attachment upload image asset", file_name),
    (
        "document page post note book movie film song track album playlist recipe report course video folder "
        "collection survey template blog paper chapter",
        work,
    ),
    ("currency", lambda scene: (scene.city.currency,)),
    ("language", out_of(LANGUAGE_NAMES, "language")),
):
    NAMES.update(dict.fromkeys(_kind.split(), _maker))

# What a property of this name holds.
TEXTS: dict[str, Maker] = {}
for _named, _maker in (
    ("first_name firstname given_name forename", lambda scene: (scene.person.first,)),
    ("last_name lastname surname family_name", lambda scene: (scene.person.last,)),
    (
        "full_name fullname display_name displayname real_name author owner creator assignee reviewer recipient "
        "contact cardholder holder person customer reporter sender",
        person,
    ),
    (
        "username login user_name user handle screen_name nickname nick account_name userid",
        lambda scene: (scene.person.login, plain(scene.person.full)),
    ),
    ("email mail e_mail", email),
    ("phone mobile tel telephone fax cell phone_number", phone),
    ("password passphrase secret pin passcode", secret),
    ("token hash sha sha1 sha256 md5 checksum digest etag fingerprint signature api_key commit nonce", hash_text),
    ("url uri link href website homepage webhook site endpoint web callback permalink", address_of_page),
    ("avatar image photo thumbnail logo icon picture banner cover image_url photo_url avatar_url photo_urls", picture),
    ("ip ip_address ipaddress ipv4", ip_address),
    ("host hostname domain fqdn server", host),
    ("slug permalink path_name shortname short_name", slug_text),
    ("sku code barcode article_number coupon discount_code promo_code product_code model", article_code),
    (
        "number reference ref order_number invoice_number confirmation tracking_number ticket_number serial "
        "serial_number",
        number_text,
    ),
    (
        "iban vat tax_id account_number card_number isbn ean upc gtin license passport ssn vin routing_number",
        digit_text,
    ),
    ("city town locality", lambda scene: (scene.city.name,)),
    ("country nationality country_name", country),
    ("country_code countrycode", lambda scene: (scene.city.code, scene.city.code3)),
    ("state_name province region county state_or_province", lambda scene: (scene.city.name, scene.city.code)),
    ("street address line1 address1 address_line1 street_address line_1", street_address),
    ("line2 address2 address_line2 line_2", lambda scene: (f"Flat {scene.rng('flat').randint(1, 20)}",)),
    (
        "postal_code zip zipcode zip_code postcode postal postalcode",
        lambda scene: (scene.city.postal, f"{scene.rng('zip').randint(10000, 99999)}"),
    ),
    ("timezone time_zone tz zone", lambda scene: (scene.city.zone,)),
    ("locale", out_of(LOCALES, "locale")),
    (
        "language lang language_code",
        lambda scene: (scene.city.language, scene.nth(LANGUAGES, "language"), scene.nth(LANGUAGE_NAMES, "language")),
    ),
    (
        "currency currency_code",
        lambda scene: (scene.nth(CURRENCIES, "currency"), scene.nth(CURRENCIES, "currency").lower()),
    ),
    ("color colour background_color foreground_color", colour),
    (
        "company organization organisation employer vendor supplier manufacturer brand company_name merchant carrier",
        lambda scene: (scene.company,),
    ),
    ("job_title job occupation profession position jobtitle", out_of(JOBS, "job")),
    ("department team division", out_of(TEAMS, "team")),
    (
        "content_type mime_type mimetype media_type mime",
        lambda scene: (MEDIA_TYPES[scene.nth(tuple(MEDIA_TYPES), "ending")],),
    ),
    ("filename file_name file attachment", file_name),
    ("path filepath file_path directory folder", folder),
    ("extension ending", lambda scene: (scene.nth(tuple(MEDIA_TYPES), "ending"),)),
    (
        "description details about summary_text bio overview abstract purpose specification instructions "
        "long_description",
        out_of(DESCRIPTIONS, "description"),
    ),
    (
        "note notes comment comments body content text message memo remark remarks reason feedback answer reply "
        "review excerpt snippet caption_text question",
        out_of(REMARKS, "remark"),
    ),
    (
        "tag tags label category topic keyword keywords type kind group section subject_area classification",
        lambda scene: (scene.nth(TOPICS, "topic"), scene.nth(TOPICS, "topic").title()),
    ),
    ("genre", out_of(GENRES, "genre")),
    ("breed", out_of(BREEDS, "breed")),
    ("version release", version),
    ("venue location place room building", out_of(PLACES, "place")),
    ("unit units", lambda scene: (scene.nth(("piece", "kg", "litre", "hour", "box"), "unit"),)),
    ("gender sex", lambda scene: (scene.nth(("female", "male"), "gender"),)),
    ("latitude lat", lambda scene: (str(scene.city.latitude),)),
    ("longitude lng lon", lambda scene: (str(scene.city.longitude),)),
    (
        "price amount total cost balance fee tax subtotal",
        lambda scene: (f"{scene.rng('price').randint(3, 240)}.{scene.rng('cents').choice(('00', '50', '90', '99'))}",),
    ),
    ("user_agent", lambda _scene: ("ExampleBrowser/4.2",)),
    ("repository repo branch service app namespace environment cluster project_name project", code_name),
):
    TEXTS.update(dict.fromkeys(_named.split(), _maker))
