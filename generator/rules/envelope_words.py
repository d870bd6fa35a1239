"""Envelope words: what the properties around a row or a list mean by their names, the same in every API."""

import re

from generator.rules.naming import words

LIST_NAMES = frozenset("data items results result value values content elements records list rows entries".split())
WRAPPERS = frozenset("data result response payload content item record object resource attributes embedded".split())
NEVER_LISTS = frozenset("links errors warnings included error messages facets".split())

# What a property of an envelope means by its name (squashed). The same names in every API that pages.
PAGE_WORDS: dict[str, str] = {}
for _placeholder, _names in {
    "$total": "total totalcount totalitems totalentries totalresults totalrecords totalelements totalsetsize itemcount"
    " itemscount resultcount numfound recordcount totalrows totalrowcount",
    "$count": "count size length returned resultsize resultsetsize numberofelements numresults",
    "$page": "page pagenumber currentpage pageno pageindex index number",
    "$page_size": "pagesize perpage limit itemsperpage maxresults maxitems maxsize pagelimit resultsperpage",
    "$page_count": "pagecount totalpages pages numpages lastpage totalpagecount",
    "$offset": "offset start startindex startposition skip from",
    "$has_more": "hasmore hasnext hasnextpage more ismore moreavailable",
    "$next_cursor": "nextcursor nextpagetoken nexttoken cursor next after nextpage endcursor continuationtoken"
    " nextmarker nextstream marker continuation iterator nextiterator",
    "$previous_cursor": "prevcursor previouscursor prevmarker previousmarker prevpagetoken previouspagetoken",
}.items():
    for _name in _names.split():
        PAGE_WORDS[_name] = _placeholder
PAGE_GROUPS = frozenset(
    "meta metadata paging pagination page pageinfo cursor cursors next nextpage responsemetadata pager"
    " listmetadata".split()
)
TRUE_WORDS = frozenset("success ok succeeded deleted removed acknowledged".split())
FALSE_WORDS = frozenset("error iserror haserrors failed partial timedout".split())
STATUS_WORDS = frozenset("status statuscode httpstatus code".split())
DECORATION = frozenset(
    """links link self url uri href first last previous prev prevpage previouspage next nexturl previousurl firstpage
    self etag kind object type requestid warnings errors message messages time took timestamp totals facets included
    firstpageuri nextpageuri previouspageuri sort order orderby query prevcursor previouscursor before key
    nextpageurl previouspageurl firstpageurl summary resource pagingcounter nextlink prevlink iserror
    errorcode startedat completedat requestedat numerrors nexturi prioruri previousuri firsturi lasturi
    endposition previterator previousiterator done duration hasprevious hasprev hasprevpage errormessage
    errordescription errorstatus errordetails errortype dictionaries""".split()
)


def tells_form(name: str) -> bool:
    """Return whether a property tells how an answer's rows are to be shown: ``label_columns``, ``list_title``."""
    first, *rest = words(name) or [""]
    return rest in (["columns"], ["title"]) and first in _FORM_OF


_FORM_OF = frozenset("label list show order description add edit search display".split())
VERSIONS = frozenset("version apiversion schemaversion".split())
# What an envelope says of its own form, which does not change while the server runs.
OF_FORM = re.compile(r"\bversion of (the|this) (api|schema|format|response|protocol|envelope|document format)\b", re.I)
