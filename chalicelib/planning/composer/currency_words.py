"""What currencies are called: symbols, words and codes."""

_CURRENCY_WORDS = {
    "USD": "$ dollar dollars usd",
    "EUR": "€ euro euros eur",
    "GBP": "£ pound pounds gbp",
    "JPY": "¥ yen jpy",
    "INR": "₹ rupees inr",
    "CNY": "yuan rmb cny",
    "CHF": "chf francs",
    "CAD": "cad",
    "AUD": "aud",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
}
CURRENCIES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split()}
