# Signs in, and becomes others of the household: with a wrong pin, with the right one, and without.
import json
import time
import urllib.error
import urllib.request

BASE = 'https://plex.tv/api/v2'
HEADERS = {'Accept': 'application/json', 'X-Plex-Client-Identifier': 'sofa', 'X-Plex-Product': 'Sofa'}


def ask(method, path, token=''):
    request = urllib.request.Request(BASE + path, method=method, headers={**HEADERS, 'X-Plex-Token': token})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def sign_in():
    _, pin = ask('POST', '/pins')
    while True:
        _, polled = ask('GET', '/pins/%d' % pin['id'])
        if polled['authToken']:
            return polled['authToken']
        time.sleep(0.05)


token = sign_in()
_, home = ask('GET', '/home/users', token)
for user in home['users']:
    for pin in ('', '9999', '1234'):
        status, answer = ask('POST', '/home/users/%d/switch?pin=%s' % (user['id'], pin), token)
        said = answer['email'] if status == 201 else answer['errors'][0]['code']
        print(user['title'], pin or 'no pin', status, said)
