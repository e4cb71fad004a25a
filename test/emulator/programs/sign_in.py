# Signs in with Plex in one of several ways, and prints who it is. It calls https://plex.tv, as apps do.
import asyncio, json, sys, time, urllib.request

HEADERS = {'accept': 'application/json', 'x-plex-client-identifier': 'matrix', 'x-plex-product': 'Matrix'}


def with_urllib(method, url, more):
    request = urllib.request.Request(url, method=method, headers={**HEADERS, **more})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def with_requests(method, url, more):
    import requests
    return requests.request(method, url, headers={**HEADERS, **more}).json()


def with_httpx(method, url, more):
    import httpx
    return httpx.request(method, url, headers={**HEADERS, **more}).json()


def with_aiohttp(method, url, more):
    import aiohttp

    async def ask():
        async with aiohttp.ClientSession() as session:
            async with session.request(method, url, headers={**HEADERS, **more}) as response:
                return await response.json()

    return asyncio.run(ask())


ask = {'urllib': with_urllib, 'requests': with_requests, 'httpx': with_httpx, 'aiohttp': with_aiohttp}[sys.argv[1]]
pin = ask('POST', 'https://plex.tv/api/v2/pins?strong=true', {})
while True:
    token = ask('GET', f"https://clients.plex.tv/api/v2/pins/{pin['id']}", {})['authToken']
    if token is not None:
        break
    time.sleep(0.05)
print('signed in as', ask('GET', 'https://plex.tv/api/v2/user', {'x-plex-token': token})['username'])
