package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

type amounts struct {
	CPU    float64 `json:"cpu"`
	Memory float64 `json:"memory"`
}

type containerUsage struct {
	amounts
	Namespace string `json:"namespace"`
	Pod       string `json:"pod"`
	Container string `json:"container"`
}

type nodeUsage struct {
	Node       amounts          `json:"node"`
	Containers []containerUsage `json:"containers"`
}

// resourceMetrics says what is used as kubelets do: counters of core-seconds, which grow steadily from the start.
func resourceMetrics(file string) http.HandlerFunc {
	started := time.Now()
	return func(w http.ResponseWriter, _ *http.Request) {
		text, err := os.ReadFile(file)
		var usage nodeUsage
		if err == nil {
			err = json.Unmarshal(text, &usage)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		now := time.Now()
		// A container that has just begun is not counted: these began an hour before the node was asked first.
		seconds := now.Sub(started).Seconds() + 3600
		stamp := now.UnixMilli()
		fmt.Fprintf(w, "node_cpu_usage_seconds_total %f %d\n", usage.Node.CPU*seconds, stamp)
		fmt.Fprintf(w, "node_memory_working_set_bytes %f %d\n", usage.Node.Memory, stamp)
		for _, one := range usage.Containers {
			labels := fmt.Sprintf(`{container=%q,namespace=%q,pod=%q}`, one.Container, one.Namespace, one.Pod)
			fmt.Fprintf(w, "container_start_time_seconds%s %d\n", labels, started.Add(-time.Hour).Unix())
			fmt.Fprintf(w, "container_cpu_usage_seconds_total%s %f %d\n", labels, one.CPU*seconds, stamp)
			fmt.Fprintf(w, "container_memory_working_set_bytes%s %f %d\n", labels, one.Memory, stamp)
		}
	}
}
