"""A warehouse: everything is listed, outputs are declared, ids are numbers, changes have actions of their own."""

from tests.fields.service import ASK, Field, Job, Rows, Tool, find, listing, number, rows_of, text

ROWS = {
    "products": rows_of(
        "id name supplier category quantity price discontinued",
        "1|Steel bolt|Hexa|Fasteners|40|2|false",
        "2|Copper wire|Volt|Electrical|0|15|false",
        "3|Oak board|Timberly|Wood|12|30|false",
        "4|Pine board|Timberly|Wood|3|18|false",
        "5|Brass screw|Hexa|Fasteners|900|1|true",
        "6|LED strip|Volt|Electrical|25|22|false",
        "7|Walnut board|Timberly|Wood|0|55|true",
    ),
    "orders": rows_of("id product_id quantity note", "1|2|50|first order"),
}


def everything(rows: Rows) -> object:
    return {"products": rows["products"]}


def adjust(rows: Rows, product_id: int, quantity: int) -> object:
    find(rows["products"], "id", product_id)["quantity"] = quantity
    return {"ok": True}


def reprice(rows: Rows, product_id: int, price: float) -> object:
    find(rows["products"], "id", product_id)["price"] = price
    return {"ok": True}


def drop(rows: Rows, product_id: int) -> object:
    rows["products"].remove(find(rows["products"], "id", product_id))
    return {"ok": True}


def discontinue(rows: Rows, product_id: int) -> object:
    find(rows["products"], "id", product_id)["discontinued"] = True
    return {"ok": True}


def order(rows: Rows, product_id: int, quantity: int, note: str = "") -> object:
    rows["orders"].append({"id": len(rows["orders"]) + 1, "product_id": product_id, "quantity": quantity, "note": note})
    return {"order_id": len(rows["orders"])}


ID = number("Id of the product.")
FIELD = Field(
    "stock", ROWS,
    (
        Tool("list_products", "Lists all products of the warehouse.", {}, everything, outputs=listing("products", id=number(), name=text(), supplier=text(), category=text(), quantity=number("How many are in stock."), price=number(), discontinued={"type": "boolean"})),
        Tool("set_product_quantity", "Sets how many of a product are in stock.", {"product_id": ID, "quantity": number("New quantity in stock.")}, adjust, ("product_id", "quantity")),
        Tool("set_product_price", "Sets the price of a product.", {"product_id": ID, "price": {"type": "number", "description": "New price."}}, reprice, ("product_id", "price")),
        Tool("delete_product", "Deletes a product from the warehouse.", {"product_id": ID}, drop, ("product_id",)),
        Tool("discontinue_product", "Marks a product as discontinued.", {"product_id": ID}, discontinue, ("product_id",)),
        Tool("order_product", "Orders more of a product from its supplier.", {"product_id": ID, "quantity": number("How many to order."), "note": text("Note to the supplier.")}, order, ("product_id", "quantity")),
    ),
    (
        Job("Set the price of the Oak board to 33", [("set_product_price", {"product_id": 3, "price": 33})]),
        Job("Delete all discontinued products", [("delete_product", {"product_id": 5}), ("delete_product", {"product_id": 7})]),
        Job("Discontinue every product of the supplier Volt", [("discontinue_product", {"product_id": 2}), ("discontinue_product", {"product_id": 6})]),
        Job("Order 20 of the cheapest Wood product", [("order_product", {"product_id": 4, "quantity": 20})]),
        Job("Order 100 of each product with a quantity below 5", [("order_product", {"product_id": 2, "quantity": 100}), ("order_product", {"product_id": 4, "quantity": 100}), ("order_product", {"product_id": 7, "quantity": 100})]),
        Job("If there are fewer than 5 pieces of Pine board, order 50 of it, otherwise set its price to 15", [("order_product", {"product_id": 4, "quantity": 50})]),
        Job("If there are fewer than 5 pieces of Oak board, order 50 of it, otherwise set its price to 15", [("set_product_price", {"product_id": 3, "price": 15})]),
        Job("Delete the most expensive product", [("delete_product", {"product_id": 7})]),
        Job("Set the quantity of the LED strip to 30 and its price to 20", [("set_product_quantity", {"product_id": 6, "quantity": 30}), ("set_product_price", {"product_id": 6, "price": 20})]),
        Job("Discontinue the Timberly board", ASK),
        Job("Delete the products of the supplier Glassco", []),
        Job("Delete the Marble slab product", ASK),
        Job("Set the quantity of all Electrical products to 10", [("set_product_quantity", {"product_id": 2, "quantity": 10}), ("set_product_quantity", {"product_id": 6, "quantity": 10})]),
    ),
)
