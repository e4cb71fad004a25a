// Renders a Helm chart as Helm does, by the same template language and functions (text/template and sprig): reads
// {"chart", "values", "release", "templates"} as JSON from its input, and prints {"file": "text"} as JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

type input struct {
	Chart     map[string]interface{}
	Values    map[string]interface{}
	Release   map[string]interface{}
	Templates map[string]string
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func toYaml(value interface{}) (string, error) {
	data, err := yaml.Marshal(value)
	return strings.TrimSuffix(string(data), "\n"), err
}

func required(message string, value interface{}) (interface{}, error) {
	if value == nil || value == "" {
		return value, errors.New(message)
	}
	return value, nil
}

func main() {
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		fail(err)
	}
	functions := sprig.TxtFuncMap()
	// Helm takes these away: what is rendered hangs on the chart and its values alone.
	delete(functions, "env")
	delete(functions, "expandenv")
	all := template.New("chart").Option("missingkey=zero")
	functions["toYaml"] = toYaml
	functions["required"] = required
	functions["fail"] = func(message string) (string, error) { return "", errors.New(message) }
	functions["include"] = func(name string, data interface{}) (string, error) {
		var text strings.Builder
		err := all.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	all.Funcs(functions)
	for name, text := range given.Templates {
		if _, err := all.New(name).Parse(text); err != nil {
			fail(err)
		}
	}
	rendered := map[string]string{}
	for name := range given.Templates {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		data := map[string]interface{}{
			"Chart":    given.Chart,
			"Values":   given.Values,
			"Release":  given.Release,
			"Template": map[string]interface{}{"Name": name, "BasePath": path.Dir(name)},
			"Capabilities": map[string]interface{}{
				"KubeVersion": map[string]interface{}{"Version": "v1.30.0"},
			},
		}
		var text strings.Builder
		if err := all.ExecuteTemplate(&text, name, data); err != nil {
			fail(err)
		}
		// Helm prints nothing for a value that is not there.
		rendered[name] = strings.ReplaceAll(text.String(), "<no value>", "")
	}
	if err := json.NewEncoder(os.Stdout).Encode(rendered); err != nil {
		fail(err)
	}
}
