// Package page reads a page of metrics, for programs that hold the same samples.
package page

import (
	"log"
	"os"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// Read parses a file in text format 0.0.4.
func Read(path string) map[string]*dto.MetricFamily {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	var parser expfmt.TextParser
	families, err := parser.TextToMetricFamilies(file)
	if err != nil {
		log.Fatal(err)
	}
	return families
}
