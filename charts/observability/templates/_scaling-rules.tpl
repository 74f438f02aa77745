{{/*
What autoscalers ask beside the rate of requests (charts/service, `autoscaling`): the age of work that waits, and how many replicas the
calendar wants. Each has a value for each app at any time: an autoscaler that misses one of its metrics never scales down.
*/}}
{{- define "observability.scalingRules" -}}
{{- $apps := printf "label_replace(kube_deployment_spec_replicas{namespace=%q}, \"app\", \"$1\", \"deployment\", \"(.+?)(-v2)?\")" .Values.shop.namespace }}
{{- $none := printf "0 * group by (namespace, app) (%s)" $apps }}
groups:
  - name: scaling
    rules:
      - record: caravan:work_oldest_seconds
        expr: max by (namespace, app) ({__name__=~"caravan_(saga_oldest_due|outbox_oldest)_seconds",namespace={{ .Values.shop.namespace | quote }}} or {{ $none }})
      - record: caravan:scheduled_replicas
        expr: |-
          max by (namespace, app) (
          {{- range $index, $entry := .Values.scaling.calendar }}
            {{ include "observability.calendarEntry" (list $ $entry $index) }} or
          {{- end }}
            {{ $none }}
          )
{{- end }}

{{/* The replicas that an entry of the calendar wants, while its time is: a day of the week, or one period. */}}
{{- define "observability.calendarEntry" -}}
{{- $root := index . 0 -}}
{{- $entry := index . 1 -}}
{{- $wanted := printf "vector(%d)" (int $entry.replicas) }}
{{- if $entry.begin }}
{{- $time := "2006-01-02T15:04:05Z07:00" }}
{{- $from := mustToDate $time $entry.begin | unixEpoch }}
{{- $to := mustToDate $time $entry.end | unixEpoch }}
{{- if not (lt (int $from) (int $to)) }}
{{- fail (printf "charts/observability: scaling.calendar of %s: begin (%s) must be before end (%s)" $entry.app $entry.begin $entry.end) }}
{{- end }}
{{- $wanted = printf "%s and on () (vector(time()) >= %s < %s)" $wanted $from $to }}
{{- else }}
{{- $offset := include "observability.seconds" (trimAll "+-" $entry.utcOffset) | int }}
{{- if hasPrefix "-" $entry.utcOffset }}{{ $offset = mul -1 $offset }}{{ end }}
{{- $local := printf "(vector(time()) + %d)" $offset }}
{{- $from := include "observability.seconds" $entry.from }}
{{- $to := include "observability.seconds" $entry.to }}
{{- $days := list }}
{{- $weekdays := dict "sunday" 0 "monday" 1 "tuesday" 2 "wednesday" 3 "thursday" 4 "friday" 5 "saturday" 6 }}
{{- range $entry.days }}
{{- $days = append $days (printf "day_of_week(%s) == %d" $local (index $weekdays .)) }}
{{- end }}
{{- if not (lt (int $from) (int $to)) }}
{{- fail (printf "charts/observability: scaling.calendar of %s: from (%s) must be before to (%s)" $entry.app $entry.from $entry.to) }}
{{- end }}
{{- $wanted = printf "%s and on () (%s %% 86400 >= %s < %s) and on () (%s)" $wanted $local $from $to (join " or " $days) }}
{{- end -}}
label_replace(label_replace(label_replace({{ $wanted }}, "app", {{ $entry.app | quote }}, "", ""), "namespace", {{ $root.Values.shop.namespace | quote }}, "", ""), "entry", "{{ index . 2 }}", "", "")
{{- end }}

{{/* Seconds of `hh:mm`. */}}
{{- define "observability.seconds" -}}
{{- $parts := splitList ":" . -}}
{{- add (mul 3600 (atoi (first $parts))) (mul 60 (atoi (last $parts))) -}}
{{- end }}
