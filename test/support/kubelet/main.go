// A kubelet for tests: what kwok does not play. It runs commands of this machine as a container runtime would run them in a container
// (with their exit codes), and serves the log files and the statistics of a node.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

const protocolIdle = 10 * time.Minute
const protocolCreation = 30 * time.Second

type runner struct{ directory string }

func (r runner) ExecInContainer(ctx context.Context, _, _, _ string, words []string, in io.Reader, out, errOut io.WriteCloser, tty bool, sizes <-chan remotecommand.TerminalSize, _ time.Duration) error {
	command := exec.CommandContext(ctx, r.program(words[0]), words[1:]...)
	command.Dir = r.directory
	command.Env = append(os.Environ(), "PATH="+r.directory+"/bin:"+os.Getenv("PATH"))
	command.Stdout, command.Stderr = out, errOut
	command.WaitDelay = time.Second
	if in != nil {
		// As container runtimes do: the end of a command does not wait for the end of its input, which may never come.
		input, err := command.StdinPipe()
		if err != nil {
			return err
		}
		go func() {
			_, _ = io.Copy(input, in)
			_ = input.Close()
		}()
	}
	if tty {
		// There is no terminal here; what it would be told is written down.
		go func() {
			for size := range sizes {
				_ = os.WriteFile(r.directory+"/terminal-size", []byte(fmt.Sprintf("%dx%d", size.Width, size.Height)), 0o600)
			}
		}()
		command.Stderr = out
	}
	err := command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return utilexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	}
	return err
}

// program prefers what a test put into the folder `bin` of the container.
func (r runner) program(name string) string {
	own := r.directory + "/bin/" + name
	if _, err := os.Stat(own); err == nil && !strings.Contains(name, "/") {
		return own
	}
	return name
}

func (r runner) serveExec(w http.ResponseWriter, req *http.Request) {
	parts := strings.Split(strings.TrimPrefix(req.URL.Path, "/exec/"), "/")
	if len(parts) != 3 {
		http.NotFound(w, req)
		return
	}
	options, err := remotecommand.NewOptions(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	remotecommand.ServeExec(w, req, r, parts[0]+"/"+parts[1], "", parts[2], req.URL.Query()["command"], options, protocolIdle, protocolCreation, remotecommand.SupportedStreamingProtocols)
}

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen")
	certificate := flag.String("tls-cert-file", "", "certificate, PEM")
	key := flag.String("tls-private-key-file", "", "key, PEM")
	directory := flag.String("directory", ".", "where commands run")
	logs := flag.String("logs", "", "folder of the node's log files")
	summary := flag.String("summary", "", "file with what /stats/summary answers")
	commands := flag.Bool("exec", true, "run commands")
	usage := flag.String("usage", "", "file with what is used")
	queries := flag.Bool("log-queries", true, "know queries for services")
	flag.Parse()

	mux := http.NewServeMux()
	if *commands {
		mux.HandleFunc("/exec/", runner{*directory}.serveExec)
	}
	if *logs != "" {
		files := http.StripPrefix("/logs/", http.FileServer(http.Dir(*logs)))
		mux.HandleFunc("/logs/", func(w http.ResponseWriter, req *http.Request) { serveLogs(*logs, *queries, files, w, req) })
	}
	if *summary != "" {
		mux.HandleFunc("/stats/summary", func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			http.ServeFile(w, req, *summary)
		})
	}
	if *usage != "" {
		mux.HandleFunc("/metrics/resource", resourceMetrics(*usage))
	}
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	log.Fatal(http.ListenAndServeTLS(*address, *certificate, *key, mux))
}

// serveLogs answers `?query=SERVICE` as kubelets with NodeLogQuery do (the file SERVICE.log stands for its journal), and plain paths
// as all kubelets do.
func serveLogs(folder string, queries bool, files http.Handler, w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query().Get("query")
	if query == "" || !queries {
		files.ServeHTTP(w, req)
		return
	}
	if strings.ContainsAny(query, "/\\") {
		http.Error(w, "query of files is not played here", http.StatusBadRequest)
		return
	}
	text, err := os.ReadFile(folder + "/" + query + ".log")
	if err != nil {
		http.Error(w, "journal has no entries for "+query, http.StatusNotFound)
		return
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	if tail := req.URL.Query().Get("tailLines"); tail != "" {
		count := 0
		for _, digit := range tail {
			count = count*10 + int(digit-'0')
		}
		if count < len(lines) {
			lines = lines[len(lines)-count:]
		}
	}
	_, _ = io.WriteString(w, strings.Join(lines, ""))
}
