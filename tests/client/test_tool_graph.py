"""The tool graph of the shop."""

import json

from shop_plan import PLAN, shop

from client.graph import graph_of, graph_text


def test_edges_are_proved_and_leave_no_trace() -> None:
    with shop() as environment:
        before = environment.digest()
        graph = graph_of(PLAN, environment)
        assert environment.digest() == before
    edges = {(edge.producer, edge.consumer, edge.argument): edge for edge in graph.edges}
    found = edges["list_customers", "get_customer", "customer_id"]
    assert (found.pointer, found.kind, found.made_up) == ("/customers/*/id", "customer.id", "not_found")
    assert edges["get_order", "get_customer", "customer_id"].pointer == "/customer"
    assert ("create_order", "cancel_order", "order_id") in edges
    assert ("list_orders", "get_customer", "customer_id") in edges
    assert ("get_customer", "get_order", "order_id") not in edges


def test_an_edge_that_execution_refuses_is_told_with_its_reason() -> None:
    with shop() as environment:
        graph = graph_of(PLAN, environment)
    unproved = {(edge.producer, edge.consumer): edge.reason for edge in graph.unproved}
    # Whoever has orders cannot be deleted, and every customer that an order shows has one.
    assert unproved["list_orders", "delete_customer"] == "The produced value is refused."
    assert ("list_customers", "delete_customer") not in unproved


def test_the_graph_is_deterministic() -> None:
    with shop() as one, shop() as other:
        assert graph_text(graph_of(PLAN, one)) == graph_text(graph_of(PLAN, other))


def test_an_empty_server_proves_only_what_it_makes_itself() -> None:
    with shop("empty") as environment:
        graph = graph_of(PLAN, environment)
    assert {edge.producer for edge in graph.edges} <= {"create_customer"}
    assert json.loads(graph_text(graph))["format"] == 1
