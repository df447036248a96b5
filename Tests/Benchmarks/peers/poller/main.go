// Polls the backup overviews of clusters with net/http and encoding/json, and keeps them.
//
//	poller URL IN-FLIGHT ROUNDS < IDS
//
// Prints one line of JSON for each round: seconds on the clock and of the processor.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type overview struct {
	ClusterID           int64    `json:"clusterId"`
	ObClusterID         json.Number `json:"obClusterId"`
	ClusterName         string   `json:"clusterName"`
	TenantName          string   `json:"tenantName"`
	ObVersion           string   `json:"obVersion"`
	Type                string   `json:"obClusterType"`
	Status              string   `json:"obClusterStatus"`
	CompactionStatus    string   `json:"compactionStatus"`
	BackupStatus        string   `json:"obClusterBackupStatus"`
	Dimension           string   `json:"backupDimension"`
	ScheduleStatus      string   `json:"backupScheduleStatus"`
	LastDataBackupTime  wireTime `json:"lastDataBackupTime"`
	LatestLogCheckpoint wireTime `json:"latestLogBackupCheckpoint"`
	DelaySeconds        float64  `json:"logBackupDelaySeconds"`
	Size                float64  `json:"backupSize"`
	Unit                string   `json:"obStorageVolumeUnit"`
	StandbyMode         bool     `json:"primaryAndStandbyMode"`
	Ability             struct {
		Ability string `json:"backupAbility"`
		Mode    string `json:"backupMode"`
		Support struct {
			Full        bool `json:"fullBackupEnabled"`
			Incremental bool `json:"incrementBackupEnabled"`
			Ready       bool `json:"canDoIncrementalBackup"`
		} `json:"obDataBackupSupportAbility"`
	} `json:"obBackupAbility"`
}

type wireTime struct{ time.Time }

func (t *wireTime) UnmarshalJSON(text []byte) (err error) {
	unquoted, err := strconv.Unquote(string(text))
	if err != nil {
		return err
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05.999Z07:00"} {
		if t.Time, err = time.Parse(layout, unquoted); err == nil {
			return nil
		}
	}
	return err
}

type answer struct {
	Data       overview `json:"data"`
	Successful bool     `json:"successful"`
}

func cpu() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

func poll(client *http.Client, url string) (overview, error) {
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return overview{}, err
	}
	request.SetBasicAuth("exporter", "exporter")
	response, err := client.Do(request)
	if err != nil {
		return overview{}, err
	}
	defer response.Body.Close()
	var got answer
	err = json.NewDecoder(response.Body).Decode(&got)
	return got.Data, err
}

func main() {
	inFlight, _ := strconv.Atoi(os.Args[2])
	rounds, _ := strconv.Atoi(os.Args[3])
	var ids []string
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		ids = append(ids, lines.Text())
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}
	overviews := map[string]overview{}
	var lock sync.Mutex
	for round := 0; round < rounds; round++ {
		start, before := time.Now(), cpu()
		queue := make(chan string)
		var workers sync.WaitGroup
		failures := 0
		for worker := 0; worker < inFlight; worker++ {
			workers.Add(1)
			go func() {
				defer workers.Done()
				for id := range queue {
					got, err := poll(client, os.Args[1]+"/api/v2/ob/clusters/"+id+"/backup/overview")
					lock.Lock()
					if err == nil {
						overviews[id] = got
					} else {
						failures++
					}
					lock.Unlock()
				}
			}()
		}
		for _, id := range ids {
			queue <- id
		}
		close(queue)
		workers.Wait()
		if failures > 0 {
			log.Printf("%d polls failed", failures)
		}
		fmt.Printf("{\"wall\":%f,\"cpu\":%f}\n", time.Since(start).Seconds(), cpu()-before)
	}
}
