// Serves the samples of a page with VictoriaMetrics/metrics, which has no compression of its own:
// compress/gzip at its default level, with writers that are used again.
//
//	victoriametrics ADDRESS PAGE
package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"

	"benchmarks/page"

	"github.com/VictoriaMetrics/metrics"
	dto "github.com/prometheus/client_model/go"
)

var writers = sync.Pool{New: func() interface{} { return gzip.NewWriter(io.Discard) }}

func name(base string, metric *dto.Metric, more ...string) string {
	pairs := more
	for _, label := range metric.Label {
		pairs = append(pairs, fmt.Sprintf("%s=%q", label.GetName(), label.GetValue()))
	}
	if len(pairs) == 0 {
		return base
	}
	return base + "{" + strings.Join(pairs, ",") + "}"
}

func add(set *metrics.Set, family *dto.MetricFamily, metric *dto.Metric) {
	gauge := func(name string, value float64) {
		set.NewGauge(name, func() float64 { return value })
	}
	base := family.GetName()
	switch family.GetType() {
	case dto.MetricType_COUNTER:
		set.NewFloatCounter(name(base, metric)).Set(metric.GetCounter().GetValue())
	case dto.MetricType_HISTOGRAM:
		histogram := metric.GetHistogram()
		for _, bucket := range histogram.Bucket {
			bound := fmt.Sprintf("le=%q", fmt.Sprint(bucket.GetUpperBound()))
			gauge(name(base+"_bucket", metric, bound), float64(bucket.GetCumulativeCount()))
		}
		gauge(name(base+"_sum", metric), histogram.GetSampleSum())
		gauge(name(base+"_count", metric), float64(histogram.GetSampleCount()))
	default:
		gauge(name(base, metric), metric.GetGauge().GetValue())
	}
}

func main() {
	set := metrics.NewSet()
	for _, family := range page.Read(os.Args[2]) {
		for _, metric := range family.Metric {
			add(set, family, metric)
		}
	}
	http.HandleFunc("/metrics", func(response http.ResponseWriter, request *http.Request) {
		if !strings.Contains(request.Header.Get("Accept-Encoding"), "gzip") {
			set.WritePrometheus(response)
			return
		}
		response.Header().Set("Content-Encoding", "gzip")
		writer := writers.Get().(*gzip.Writer)
		defer writers.Put(writer)
		writer.Reset(response)
		set.WritePrometheus(writer)
		writer.Close()
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
