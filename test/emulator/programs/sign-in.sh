#!/bin/sh
# Signs in with Plex by curl, and prints who it is.
set -e
ask() { curl -sS --fail -H 'accept: application/json' -H 'x-plex-client-identifier: matrix' "$@"; }
member() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }
id=$(ask -X POST 'https://plex.tv/api/v2/pins?strong=true' | member id)
until [ "${token:-null}" != null ]; do
  sleep 0.1
  token=$(ask "https://clients.plex.tv/api/v2/pins/$id" | member authToken)
done
echo "signed in as $(ask -H "x-plex-token: $token" https://plex.tv/api/v2/user | member username)"
