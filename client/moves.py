"""Moves of a conversation: each adds one or two turns to a chain, executes their calls, and puts them into words."""

from collections.abc import Collection, Sequence
from typing import Any

from client import words
from client.chain import Chain, Draft, Given, Mention
from client.columns import argument_columns, can_be_said, is_hidden_key, kind_of, label_of, view_of
from client.errors import Unsuitable
from client.tasks import Held, Row
from client.values import wrong_key
from generator.plan import Column, Entity, Key, Tool, Value
from state_db.errors import ErrorCode

Json = Any

REFUSALS: tuple[ErrorCode, ...] = ("conflict", "failed_precondition")
GONE: tuple[ErrorCode, ...] = ("not_found",)
TAKEN: tuple[ErrorCode, ...] = ("conflict", "invalid_argument", "failed_precondition")


def reader_of(chain: Chain, entity: Entity) -> Tool:
    """Return the tool that shows one row of the entity by its key. Raises: Unsuitable."""
    for tool in chain.tools:
        view = view_of(chain.plan, tool)
        if tool.pattern != "get" or tool.entity != entity.name or view is None or view.many:
            continue
        if all(isinstance(argument.does, Key) for argument in tool.arguments if argument.required):
            return tool
    raise Unsuitable(f"No tool shows one {entity.name}.")


def ask(chain: Chain, entity: Entity, row: Row, *, before: str = "", about: Column | None = None) -> None:
    """The user asks for one or two properties of a row that no words of theirs gave away. Raises: Unsuitable."""
    draft = chain.begin()
    row = chain.current(entity, row)
    mention, places = _shown(chain, entity, row)
    columns = [about] if about is not None else _asked(chain, entity, row, places, mention)
    subject = words.phrase(mention)
    for column in columns:
        chain.tell(entity, row, column.name, subject)
    labels = [label_of(entity, column) for column in columns]
    draft.say = before + words.question(labels, words.phrase(mention, chain.rng), chain.rng)


def _shown(chain: Chain, entity: Entity, row: Row) -> tuple[Mention, Collection[str]]:
    """Have the row shown, by its key or else in a list; returns how it is named, and the columns that are shown."""
    try:
        reader = reader_of(chain, entity)
    except Unsuitable:
        mention, listed = chain.look_up(entity, row)
        return mention, listed.places
    given = chain.given(reader, row, chain.arguments.about(reader, row))
    chain.call(reader, given)
    chain.learn(reader, row)
    view = view_of(chain.plan, reader)
    return _mention(given, entity) or chain.mention(entity, row), view.places if view is not None else ()


def _asked(chain: Chain, entity: Entity, row: Row, places: Collection[str], mention: Mention) -> list[Column]:
    said = [value for _, value in mention.named]
    columns = [
        column
        for column in entity.columns
        if column.name in places and column.made is None and column.type != "json"
        and kind_of(chain.plan, entity, column.name) is None
        and can_be_said(row[column.name]) and row[column.name] not in said
        and not chain.is_clock(entity, column.name) and not chain.was_told(entity, row, column.name)
        and not _is_always_the_same(chain, entity, column)
    ]  # fmt: skip
    if not columns:
        raise Unsuitable(f"There is nothing to ask about this {entity.name}.")
    return chain.rng.sample(columns, min(len(columns), chain.rng.choice((1, 1, 2))))


def _is_always_the_same(chain: Chain, entity: Entity, column: Column) -> bool:
    """Whether all rows have one value ("object": "order"): nobody asks for that."""
    values = [row[column.name] for row in chain.rows(entity.name)]
    return len(values) > 1 and all(value == values[0] for value in values)


def _mention(given: Sequence[Given], entity: Entity) -> Mention | None:
    return next(
        (one.mention for one in given if one.mention is not None and one.mention.entity.name == entity.name), None
    )


def mistake(chain: Chain, entity: Entity, row: Row) -> None:
    """The user gives a wrong number, learns so, and names the thing instead. Raises: Unsuitable."""
    draft = chain.begin()
    reader = reader_of(chain, entity)
    arguments = chain.arguments.about(reader, chain.current(entity, row))
    keys = argument_columns(reader, Key)
    if len(arguments) != 1 or set(arguments) != set(keys) or chain.is_known(entity, row, entity.key[-1]):
        raise Unsuitable(f"A {entity.name} is not asked for by one number alone.")
    name, column = next(iter(keys.items()))
    kind = kind_of(chain.plan, entity, column)
    hidden = kind is not None and is_hidden_key(chain.plan, kind)
    wrong = wrong_key(arguments[name], [other[column] for other in chain.rows(entity.name)], chain.rng)
    noun = words.noun_of(entity)
    called = ("number" if isinstance(wrong, int) else "id") if hidden else label_of(entity, entity.column(column))
    source = chain.know(f"wrong {noun} {called}", wrong)
    chain.call(reader, [Given(name, called, wrong, source)], fails=GONE)
    draft.say = chain.rng.choice((
        f"Can you look up the {noun} with the {called} {words.spoken(wrong)} for me?",
        f"Please show me the {noun} with the {called} {words.spoken(wrong)}.",
        f"I have a question about the {noun} with the {called} {words.spoken(wrong)}. Can you find it?",
    ))  # fmt: skip
    sorry = ("Sorry, I misread that. ", "My mistake, that is the wrong one. ", f"Then I noted the wrong {called}. ")
    ask(chain, entity, row, before=chain.rng.choice(sorry))


def create(chain: Chain, tool: Tool, *, taken: bool = False, hold: bool = False) -> Row:
    """The user wants a new thing made; ``taken``: at first with a value that another one has. Returns the row.

    Raises: Unsuitable.
    """
    entity = chain.plan.entity(tool.entity)
    rows = chain.rows(entity.name)
    template = chain.rng.choice(list(rows)) if rows else None
    arguments = chain.arguments.about(tool, template, optional=chain.rng.choice((1, 1, 2)))
    later = bool(chain.turns)
    draft = chain.begin()
    clash = _clashing(chain, tool, entity, arguments) if taken else None
    if clash is not None:
        name, column, value = clash
        given = chain.given(tool, template, {**arguments, name: value})
        chain.call(tool, given, fails=TAKEN)
        draft.say = words.request(words.create_wish(entity, given, chain.rng), chain.rng, later=later)
        draft = chain.begin()
        given = chain.given(tool, template, arguments)
        label, better = label_of(entity, entity.column(column)), words.spoken(arguments[name])
        draft.say = chain.rng.choice((
            f"I see. Then use {better} as the {label}, and leave the rest as I said.",
            f"Ah, that one is taken. Make the {label} {better} instead, please; everything else stays.",
        ))  # fmt: skip
    else:
        given = chain.given(tool, template, arguments)
        said = _hold(chain, draft, given, tool) if hold else given
        draft.say = words.request(words.create_wish(entity, said, chain.rng), chain.rng, later=later)
    before = {chain.key_of(entity, other) for other in rows}
    chain.call(tool, given)
    made = [other for other in chain.rows(entity.name) if chain.key_of(entity, other) not in before]
    if len(made) != 1:
        raise Unsuitable(f"{tool.name} did not make one {entity.name}.")
    chain.learn(tool, made[0])
    chain.done(f"created the new {words.noun_of(entity)}", (entity, made[0]))
    return made[0]


def _clashing(chain: Chain, tool: Tool, entity: Entity, arguments: dict[str, Json]) -> tuple[str, str, Json]:
    """An argument, its column, and a value that a row has already and no other may have. Raises: Unsuitable."""
    alone = {columns[0] for columns in entity.unique if len(columns) == 1}
    alone |= {column.name for column in entity.columns if column.unique}
    if len(entity.key) == 1 and (tool.client_key or entity.id is None):
        alone.add(entity.key[0])
    for name, column in argument_columns(tool, Value).items():
        values = [row[column] for row in chain.rows(entity.name) if row[column] is not None]
        if name in arguments and column in alone and values and entity.column(column).references is None:
            return name, column, chain.rng.choice(values)
    raise Unsuitable(f"Nothing about a new {entity.name} can be taken.")


def _hold(chain: Chain, draft: Draft, given: list[Given], tool: Tool) -> list[Given]:
    """Hold back one fact, if there is one, until the agent asks for it; returns what the user says at first.

    Only what the tool cannot do without: nobody would ask for what may be left out.
    """
    needed = {argument.name for argument in tool.arguments if argument.required or tool.pattern != "create"}
    facts = [one for one in given if one.mention is None and one.label and one.argument in needed]
    if not facts:
        return given
    held = facts[-1]
    slot = getattr(held.source, "slot", "")
    say = chain.rng.choice(
        (f"The {held.label} should be {words.spoken(held.value)}.", f"Oh, {words.spoken(held.value)}, please.")
    )
    draft.held.append(Held(slot=slot, label=held.label, say=say))
    return [one for one in given if one is not held]


def update(chain: Chain, tool: Tool, row: Row, *, hold: bool = False) -> Column:
    """The user wants properties of a row changed; with ``hold``, a new value only on request. Returns a changed column.

    Raises: Unsuitable.
    """
    entity = chain.plan.entity(tool.entity)
    later = bool(chain.turns)
    draft = chain.begin()
    row = chain.current(entity, row)
    arguments = chain.arguments.about(tool, row, optional=1 if hold else chain.rng.choice((1, 1, 2)))
    given = chain.given(tool, row, arguments)
    columns = argument_columns(tool, Value)
    changes = [one for one in given if one.argument in columns and one.mention is None]
    mention = _mention(given, entity)
    if not changes or mention is None:
        raise Unsuitable(f"{tool.name} changes nothing that a user would name.")
    chain.call(tool, given)
    if not chain.calls[-1].writes:
        raise Unsuitable(f"{tool.name} changed nothing.")
    subject = words.phrase(mention, chain.rng)
    chain.done(f"changed {words.joined([f'the {one.label}' for one in changes])} of {words.phrase(mention)}")
    if hold and len(changes) == 1:
        _hold(chain, draft, changes, tool)
        wish = f"change the {changes[0].label} of {subject}"
    else:
        wish = words.change_wish(subject, changes, chain.rng)
    draft.say = words.request(wish, chain.rng, later=later)
    return entity.column(columns[changes[0].argument])


def transition(chain: Chain, tool: Tool, row: Row, *, blocked: Row | None = None) -> None:
    """The user wants a state changed; ``blocked``: at first of a row that does not allow it. Raises: Unsuitable."""
    for target, fails in ((blocked, REFUSALS), (row, ())):
        if target is not None:
            _on_row(chain, tool, target, fails=fails, instead=blocked is not None and not fails)


def delete(chain: Chain, tool: Tool, row: Row) -> None:
    """The user wants a row deleted. Raises: Unsuitable."""
    _on_row(chain, tool, row)


def _on_row(chain: Chain, tool: Tool, row: Row, fails: tuple[ErrorCode, ...] = (), instead: bool = False) -> None:
    entity = chain.plan.entity(tool.entity)
    later = bool(chain.turns)
    draft = chain.begin()
    row = chain.current(entity, row)
    given = chain.given(tool, row, chain.arguments.about(tool, row))
    mention = _mention(given, entity)
    if mention is None:
        raise Unsuitable(f"{tool.name} names no {entity.name}.")
    chain.call(tool, given, fails=fails)
    subject = words.phrase(mention, chain.rng)
    chain.done(words.outcome(tool, entity, words.phrase(mention)) if not fails else "")
    if tool.pattern == "delete":
        wish = f"{chain.rng.choice(('delete', 'remove'))} {subject}"
    else:
        wish = words.transition_wish(tool, entity, subject)
    facts = [words.fact(one) for one in given if one.mention is None and one.label]
    wish += f" with {words.joined(facts)}" if facts else ""
    if instead:
        draft.say = words.sentence(chain.rng.choice(("All right, then ", "I mixed them up. Instead, please ")) + wish)
    else:
        draft.say = words.request(wish, chain.rng, later=later)


def make_sure(chain: Chain, entity: Entity, row: Row, mention: Mention) -> None:
    """After a deletion the user wants to be sure: looking it up must fail. Raises: Unsuitable."""
    draft = chain.begin()
    reader = reader_of(chain, entity)
    arguments = chain.arguments.about(reader, row)
    columns = argument_columns(reader, Key)
    given = [
        Given(name, "", value, chain.find(entity, row, columns[name]), mention) if columns[name] in entity.key else one
        for (name, value), one in zip(arguments.items(), _others(arguments), strict=True)
    ]
    chain.call(reader, given, fails=GONE)
    subject = words.phrase(mention)
    draft.say = chain.rng.choice((
        f"Is {subject} really gone? Please try to look it up again.",
        f"Please try to look up {subject} once more, to be sure that nothing is left.",
    ))  # fmt: skip


def _others(arguments: dict[str, Json]) -> list[Given]:
    return [Given(name, "", value, None) for name, value in arguments.items()]


def recheck(chain: Chain, entity: Entity, row: Row, column: Column) -> None:
    """After a change the user asks what the property is now. Raises: Unsuitable."""
    if not can_be_said(chain.current(entity, row)[column.name]):
        raise Unsuitable("What was changed is not something to be told.")
    ask(chain, entity, row, about=column, before=chain.rng.choice(("Just to be sure: ", "One last thing. ", "")))
