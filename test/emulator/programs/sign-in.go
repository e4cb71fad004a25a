// Signs in with Plex by Go's net/http, and prints who it is.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

type answer struct {
	Id        int64   `json:"id"`
	AuthToken *string `json:"authToken"`
	Username  string  `json:"username"`
}

func ask(method, url, token string) (found answer) {
	request, err := http.NewRequest(method, url, nil)
	if err == nil {
		request.Header.Set("accept", "application/json")
		request.Header.Set("x-plex-client-identifier", "matrix")
		if token != "" {
			request.Header.Set("x-plex-token", token)
		}
		var response *http.Response
		if response, err = http.DefaultClient.Do(request); err == nil {
			defer response.Body.Close()
			err = json.NewDecoder(response.Body).Decode(&found)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return found
}

func main() {
	pin := ask("POST", "https://plex.tv/api/v2/pins?strong=true", "")
	for pin.AuthToken == nil {
		time.Sleep(50 * time.Millisecond)
		pin = ask("GET", fmt.Sprintf("https://clients.plex.tv/api/v2/pins/%d", pin.Id), "")
	}
	fmt.Println("signed in as", ask("GET", "https://plex.tv/api/v2/user", *pin.AuthToken).Username)
}
