<?php
// Signs in with Plex by PHP's curl extension or its streams, and prints who it is.
function ask(string $method, string $url, array $more = []): array {
    global $argv;
    $headers = array_merge(['accept: application/json', 'x-plex-client-identifier: matrix'], $more);
    if ($argv[1] === 'curl') {
        $curl = curl_init($url);
        curl_setopt_array($curl, [CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers, CURLOPT_RETURNTRANSFER => true]);
        $body = curl_exec($curl);
        if ($body === false) { fwrite(STDERR, curl_error($curl)); exit(1); }
    } else {
        $body = @file_get_contents($url, false, stream_context_create(['http' => ['method' => $method, 'header' => $headers]]));
        if ($body === false) { fwrite(STDERR, 'no answer'); exit(1); }
    }
    return json_decode($body, true);
}

$id = ask('POST', 'https://plex.tv/api/v2/pins?strong=true')['id'];
while (($token = ask('GET', "https://clients.plex.tv/api/v2/pins/$id")['authToken']) === null) usleep(50000);
echo 'signed in as ', ask('GET', 'https://plex.tv/api/v2/user', ["x-plex-token: $token"])['username'], "\n";
