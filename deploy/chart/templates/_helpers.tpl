{{- define "linkpin.name" -}}
{{- if contains "linkpin" .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}{{ else }}{{ printf "%s-linkpin" .Release.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "linkpin.selector" -}}
app.kubernetes.io/name: linkpin
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "linkpin.labels" -}}
{{ include "linkpin.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The path of the public URL, without a slash at the end. */}}
{{- define "linkpin.basePath" -}}
{{ (urlParse .Values.publicUrl).path | trimSuffix "/" }}
{{- end }}

{{/* What cannot work is refused here, before anything is installed. */}}
{{- define "linkpin.check" -}}
{{- $_ := required "publicUrl is required: the URL that people and devices use, such as https://link.example.org" .Values.publicUrl }}
{{- if and (gt (int .Values.replicas) 1) (not .Values.store.url) }}
{{- fail "More than one replica need a PostgreSQL store: set store.url, or replicas to 1." }}
{{- end }}
{{- if and .Values.store.url (not .Values.keysSecret.name) }}
{{- fail "Replicas on a PostgreSQL store need the same keys: set keysSecret.name to a Secret with what \"linkpin keys new\" makes." }}
{{- end }}
{{- end }}
