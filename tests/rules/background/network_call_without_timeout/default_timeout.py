"""A timeout for all sockets, which `requests` overrides for its own."""

# needs: requests
import smtplib
import socket
from urllib.request import urlopen

import requests

socket.setdefaulttimeout(10)


def rates(request):
    urlopen("https://rates.example.com/")
    with smtplib.SMTP("mail.example.com") as server:
        server.noop()
    return requests.get("https://rates.example.com/")  # expect: network-call-without-timeout
