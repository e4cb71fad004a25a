// Signs a device in by OAuth 2.0 device authorization (RFC 8628), with nothing but Go's own library.
//
//	go run device_sign_in.go https://login.example my-client "watch record"
//
// Copy this file into your program and call SignIn. It shows a code by a function of yours, waits, and returns the tokens.
// The waiting is a state machine: Waiting.Next says what to do after each answer, and knows no network and no clock.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

// How long one request may take.
const timeout = 10 * time.Second

// No pause grows past this.
const longestPause = time.Minute

// Answer is what the server said. Status is 0 if no answer came.
type Answer struct {
	Status       int     `json:"-"`
	Error        string  `json:"error"`
	Interval     float64 `json:"interval"`
	ExpiresIn    float64 `json:"expires_in"`
	AccessToken  string  `json:"access_token"`
	TokenType    string  `json:"token_type"`
	RefreshToken string  `json:"refresh_token"`
	Scope        string  `json:"scope"`
}

// Waiting is the state while nobody has decided.
type Waiting struct {
	Interval  time.Duration
	ExpiresAt time.Time
	Pause     time.Duration
	Failures  int
}

// Begin is the first state, of the answer to the request for a code (RFC 8628 section 3.2).
func Begin(answer Answer, now time.Time) Waiting {
	interval := seconds(answer.Interval, 5*time.Second)
	return Waiting{Interval: interval, ExpiresAt: now.Add(seconds(answer.ExpiresIn, 10*time.Minute)), Pause: interval}
}

// Next is the state after a poll (RFC 8628 section 3.5): wait again, or the tokens, or an error that says why there are none.
func (state Waiting) Next(answer Answer, now time.Time) (Waiting, *Answer, error) {
	switch {
	case answer.Status == http.StatusOK && answer.AccessToken != "":
		return state, &answer, nil
	case answer.Error == "access_denied":
		return state, nil, errors.New("somebody said no")
	case answer.Error == "expired_token":
		return state, nil, errors.New("the code has expired: ask for a new one")
	case answer.Error == "authorization_pending":
		state.Pause, state.Failures = state.Interval, 0
	case answer.Error == "slow_down":
		// Five seconds more, for this poll and every later one.
		state.Interval = longer(state.Interval+5*time.Second, seconds(answer.Interval, 0))
		state.Pause, state.Failures = state.Interval, 0
	case answer.Status == 0 || answer.Status == http.StatusTooManyRequests || answer.Status >= 500:
		// No answer: ask less often, twice as long each time.
		state.Failures++
		state.Pause = longer(state.Interval, time.Second)
		for turn := 0; turn < state.Failures && state.Pause < longestPause; turn++ {
			state.Pause *= 2
		}
	default:
		reason := answer.Error
		if reason == "" {
			reason = http.StatusText(answer.Status)
		}
		return state, nil, fmt.Errorf("the server refused: %s", reason)
	}
	if !now.Add(state.Pause).Before(state.ExpiresAt) {
		return state, nil, errors.New("the code has expired, and nobody has decided")
	}
	return state, nil, nil
}

func longer(one, other time.Duration) time.Duration {
	if one > other {
		return one
	}
	return other
}

func seconds(value float64, otherwise time.Duration) time.Duration {
	if value <= 0 || value > 1e9 {
		return otherwise
	}
	return time.Duration(value * float64(time.Second))
}

// A device code goes to the endpoint and nowhere else.
var client = &http.Client{
	Timeout:       timeout,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// call sends a form, or fetches, and reads the JSON of the response. It returns the status, 0 without a response.
func call(ctx context.Context, address string, form url.Values, into any) int {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return 0
	}
	request.Header.Set("Accept", "application/json")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	// What is no JSON says nothing, and the status decides.
	_ = json.NewDecoder(io.LimitReader(response.Body, 1_000_000)).Decode(into)
	return response.StatusCode
}

// Endpoints are where devices ask.
type Endpoints struct {
	Issuer string `json:"issuer"`
	Device string `json:"device_authorization_endpoint"`
	Token  string `json:"token_endpoint"`
}

// Discover finds the endpoints of an issuer (RFC 8414 section 3, else OpenID Connect Discovery).
func Discover(ctx context.Context, issuer string) (Endpoints, error) {
	parsed, err := url.Parse(issuer)
	if err != nil {
		return Endpoints{}, err
	}
	origin, path := parsed.Scheme+"://"+parsed.Host, strings.TrimRight(parsed.Path, "/")
	for _, address := range []string{
		origin + "/.well-known/oauth-authorization-server" + path,
		origin + path + "/.well-known/openid-configuration",
	} {
		var found Endpoints
		if call(ctx, address, nil, &found) == http.StatusOK && found.Issuer == issuer && found.Device != "" {
			return found, nil
		}
	}
	return Endpoints{}, fmt.Errorf("%s does not say where devices sign in", issuer)
}

// SignIn signs in and returns the tokens. show gets a text for the person.
func SignIn(ctx context.Context, issuer, clientID, scope string, show func(string)) (*Answer, error) {
	endpoints, err := Discover(ctx, issuer)
	if err != nil {
		return nil, err
	}
	ask := url.Values{"client_id": {clientID}}
	if scope != "" {
		ask.Set("scope", scope)
	}
	var code struct {
		Answer
		DeviceCode      string `json:"device_code"`
		UserCode        string `json:"user_code"`
		VerificationURI string `json:"verification_uri"`
	}
	status := call(ctx, endpoints.Device, ask, &code)
	if status != http.StatusOK || code.DeviceCode == "" || code.UserCode == "" {
		return nil, fmt.Errorf("the server gave no code: %d %s", status, code.Error)
	}
	show(fmt.Sprintf("Open %s and enter %s", code.VerificationURI, code.UserCode))
	poll := url.Values{"grant_type": {deviceGrant}, "device_code": {code.DeviceCode}, "client_id": {clientID}}
	for state := Begin(code.Answer, time.Now()); ; {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(state.Pause):
		}
		var answer Answer
		answer.Status = call(ctx, endpoints.Token, poll, &answer)
		next, tokens, err := state.Next(answer, time.Now())
		if tokens != nil || err != nil {
			return tokens, err
		}
		state = next
	}
}

func argument(at int, variable string) string {
	if len(os.Args) > at {
		return os.Args[at]
	}
	return os.Getenv(variable)
}

func main() {
	issuer, clientID, scope := argument(1, "LINKPIN_ISSUER"), argument(2, "LINKPIN_CLIENT_ID"), argument(3, "")
	if issuer == "" || clientID == "" {
		fmt.Fprintln(os.Stderr, "usage: device_sign_in ISSUER CLIENT_ID [SCOPE]")
		os.Exit(2)
	}
	tokens, err := SignIn(context.Background(), issuer, clientID, scope, func(text string) { fmt.Println(text) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("Signed in, for %g seconds.\n", tokens.ExpiresIn)
}
