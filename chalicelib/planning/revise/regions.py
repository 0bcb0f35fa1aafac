"""Which currency people think in where a locale is spoken: by its region, ISO 3166 to ISO 4217."""

import re

_REGIONS = """
AED AE/ ALL AL/ AMD AM/ ARS AR/ AUD AU CC CX KI NF NR TV/ AZN AZ/ BAM BA/ BDT BD/ BHD BH/ BND BN/ BOB BO/ BRL BR/
BYN BY/ CAD CA/ CHF CH LI/ CLP CL/ CNY CN/ COP CO/ CRC CR/ CZK CZ/ DKK DK FO GL/ DOP DO/ DZD DZ/ EGP EG/
EUR AD AT AX BE BG CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MQ MT NL PM PT RE SI SK SM VA XK YT/
GBP GB GG IM JE/ GEL GE/ GHS GH/ GTQ GT/ HKD HK/ HNL HN/ HUF HU/ IDR ID/ ILS IL PS/ INR IN/ IQD IQ/ ISK IS/ JMD JM/
JOD JO/ JPY JP/ KES KE/ KHR KH/ KRW KR/ KWD KW/ KZT KZ/ LBP LB/ LKR LK/ MAD MA EH/ MDL MD/ MKD MK/ MMK MM/ MNT MN/
MOP MO/ MUR MU/ MXN MX/ MYR MY/ NGN NG/ NIO NI/ NOK NO SJ/ NPR NP/ NZD NZ CK NU TK/ OMR OM/ PEN PE/ PHP PH/ PKR PK/
PLN PL/ PYG PY/ QAR QA/ RON RO/ RSD RS/ RUB RU/ SAR SA/ SEK SE/ SGD SG/ THB TH/ TND TN/ TRY TR/ TTD TT/ TWD TW/
TZS TZ/ UAH UA/ UGX UG/ USD US AS EC GU MH MP PR PW SV VI/ UYU UY/ UZS UZ/ VND VN/ XAF CM CF CG GA GQ TD/
XCD AG DM GD KN LC VC/ XOF BF BJ CI GW ML NE SN TG/ ZAR ZA/ ZMW ZM/
"""
_CURRENCIES = {
    region: currency for currency, *regions in (line.split() for line in _REGIONS.split("/")[:-1]) for region in regions
}
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?:[-_.@].*)?")


def currency_in(locale: str) -> str:
    """`en-US` gives USD, `de_DE.UTF-8` EUR; "" for a language without a region, or one that nobody listed."""
    found = _LOCALE.fullmatch(locale.strip())
    return _CURRENCIES.get(found[1].upper(), "") if found else ""
