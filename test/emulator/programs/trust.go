// Says hello to a server on this machine by a name, and trusts one authority.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	name, port, file := os.Args[1], os.Args[2], os.Args[3]
	pem, err := os.ReadFile(file)
	fail(err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(pem)
	transport := &http.Transport{TLSClientConfig: &tls.Config{ServerName: name, RootCAs: authorities}}
	response, err := (&http.Client{Transport: transport}).Get("https://127.0.0.1:" + port + "/")
	fail(err)
	body, err := io.ReadAll(response.Body)
	fail(err)
	fmt.Print(string(body))
}
