// Serves the samples of a page with client_golang: constant metrics, made once at the start, which
// promhttp gathers, renders and compresses for each scrape.
//
//	client-golang ADDRESS PAGE
package main

import (
	"log"
	"math"
	"net/http"
	"os"

	"benchmarks/page"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
)

type collector struct{ metrics []prometheus.Metric }

func (c collector) Describe(chan<- *prometheus.Desc) {}

func (c collector) Collect(metrics chan<- prometheus.Metric) {
	for _, metric := range c.metrics {
		metrics <- metric
	}
}

func constant(family *dto.MetricFamily, metric *dto.Metric) prometheus.Metric {
	var names, values []string
	for _, label := range metric.Label {
		names = append(names, label.GetName())
		values = append(values, label.GetValue())
	}
	desc := prometheus.NewDesc(family.GetName(), family.GetHelp(), names, nil)
	switch family.GetType() {
	case dto.MetricType_COUNTER:
		return prometheus.MustNewConstMetric(desc, prometheus.CounterValue, metric.GetCounter().GetValue(), values...)
	case dto.MetricType_HISTOGRAM:
		histogram := metric.GetHistogram()
		buckets := map[float64]uint64{}
		for _, bucket := range histogram.Bucket {
			if !math.IsInf(bucket.GetUpperBound(), 1) {
				buckets[bucket.GetUpperBound()] = bucket.GetCumulativeCount()
			}
		}
		return prometheus.MustNewConstHistogram(desc, histogram.GetSampleCount(), histogram.GetSampleSum(), buckets, values...)
	default:
		return prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, metric.GetGauge().GetValue(), values...)
	}
}

func main() {
	var all collector
	for _, family := range page.Read(os.Args[2]) {
		for _, metric := range family.Metric {
			all.metrics = append(all.metrics, constant(family, metric))
		}
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(all)
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
