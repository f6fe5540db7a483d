using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Hub.Server.Tests.Packaging;

/// <summary>What a security officer would look for in <c>k8s/</c>, object by object.</summary>
public sealed class KubernetesTests
{
    private static readonly HubOptions Defaults = new() { Data = "/data", Ledgers = "/data/ledgers" };

    [Fact]
    public void Kustomizations_EveryFile_IsListedAndExists()
    {
        foreach (var folder in Cluster.Kustomizations)
        {
            var kustomization = Assert.Single(YamlFile.Read(Path.Combine(folder, "kustomization.yaml")));
            var resources = Texts(kustomization["resources"]);
            var patches = (kustomization["patches"] as JsonArray ?? []).Select(patch => Cluster.Text(patch, "path")).ToArray();

            Assert.All(resources.Where(name => !name.EndsWith(".yaml", StringComparison.Ordinal)), name => Assert.True(File.Exists(Path.Combine(folder, name, "kustomization.yaml")), $"{folder}: {name}"));
            Assert.All(resources.Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Concat(patches), name => Assert.True(File.Exists(Path.Combine(folder, name)), $"{folder}: {name}"));
            Assert.Empty(Directory.EnumerateFiles(folder, "*.yaml").Select(Path.GetFileName).Except(resources).Except(patches).Except(["kustomization.yaml"]));
        }

        Assert.Equal(3, Cluster.Kustomizations.Count());
    }

    [Fact]
    public void Pods_All_RunAsNobodyWithoutAToken()
    {
        Assert.Equal(5, Cluster.Workloads.Count());
        Assert.All(Cluster.Workloads, workload =>
        {
            var pod = Cluster.PodSpec(workload);
            Assert.Equal("true", Cluster.Text(pod, "securityContext", "runAsNonRoot"));
            Assert.Equal("1654", Cluster.Text(pod, "securityContext", "runAsUser"));
            Assert.Equal("OnRootMismatch", Cluster.Text(pod, "securityContext", "fsGroupChangePolicy"));
            Assert.Equal("RuntimeDefault", Cluster.Text(pod, "securityContext", "seccompProfile", "type"));
            Assert.Equal("false", Cluster.Text(pod, "automountServiceAccountToken"));
            Assert.Equal("", Cluster.Text(pod, "hostNetwork") + Cluster.Text(pod, "hostPID") + Cluster.Text(pod, "hostIPC"));
            Assert.DoesNotContain((pod?["volumes"] as JsonArray ?? []).OfType<JsonObject>(), volume => volume.ContainsKey("hostPath"));
        });
        var accounts = Cluster.Objects.Where(entry => Cluster.Kind(entry) == "ServiceAccount").ToArray();
        Assert.All(accounts, account => Assert.Equal("false", Cluster.Text(account, "automountServiceAccountToken")));
        Assert.All(Cluster.Workloads, workload => Assert.Contains(Cluster.Text(Cluster.PodSpec(workload), "serviceAccountName"), accounts.Select(Cluster.Name)));
        Assert.DoesNotContain(Cluster.Objects, entry => Cluster.Kind(entry) is "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding");
    }

    [Fact]
    public void Containers_All_WriteOnlyToVolumesAndHaveLimits()
    {
        Assert.Equal(8, Cluster.Containers.Count()); // hub, three connectors, their stand-ins, the backup
        Assert.All(Cluster.Containers, container =>
        {
            var security = container["securityContext"];
            Assert.Equal("true", Cluster.Text(security, "readOnlyRootFilesystem"));
            Assert.Equal("false", Cluster.Text(security, "allowPrivilegeEscalation"));
            Assert.Equal(["ALL"], Texts(security?["capabilities"]?["drop"]));
            Assert.Null(security?["capabilities"]?["add"]);
            Assert.Equal("", Cluster.Text(security, "privileged"));
            Assert.Contains(container["volumeMounts"] as JsonArray ?? [], mount => Cluster.Text(mount, "mountPath") == "/tmp");
            foreach (var kind in new[] { "requests", "limits" })
            {
                Assert.All(["cpu", "memory", "ephemeral-storage"], resource => Assert.NotEqual("", Cluster.Text(container["resources"], kind, resource)));
            }
        });
    }

    [Fact]
    public void Images_All_CarryThisVersionAndNeverLatest()
    {
        var version = typeof(HubOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // the build sets it
        var images = Cluster.Kustomizations
            .SelectMany(folder => YamlFile.Read(Path.Combine(folder, "kustomization.yaml")))
            .SelectMany(kustomization => kustomization["images"] as JsonArray ?? [])
            .ToArray();

        Assert.All(Cluster.Containers, container => Assert.EndsWith($":{version}", Cluster.Text(container, "image"), StringComparison.Ordinal));
        Assert.All(images, image => Assert.Equal(version, Cluster.Text(image, "newTag")));
        Assert.Subset(Cluster.Containers.Select(container => Cluster.Text(container, "image").Split(':')[0]).ToHashSet(), images.Select(image => Cluster.Text(image, "name")).ToHashSet());
    }

    [Fact]
    public void Secrets_None_IsInAFile()
    {
        Assert.DoesNotContain(Cluster.Objects, entry => Cluster.Kind(entry) == "Secret");
        Assert.DoesNotContain(Cluster.Kustomizations.SelectMany(folder => YamlFile.Read(Path.Combine(folder, "kustomization.yaml"))), kustomization => kustomization.ContainsKey("secretGenerator"));
        var secret = Cluster.Objects.Select(Cluster.PodSpec).OfType<JsonObject>()
            .SelectMany(pod => pod["containers"] as JsonArray ?? [])
            .SelectMany(container => container?["env"] as JsonArray ?? [])
            .Where(variable => Cluster.Text(variable, "name") is var name && (name.EndsWith("KEY", StringComparison.Ordinal) || name.EndsWith("SECRET", StringComparison.Ordinal) || name.Contains("PASSWORD", StringComparison.Ordinal)))
            .ToArray();

        Assert.Equal(6, secret.Length);
        Assert.All(secret, variable =>
        {
            Assert.Equal("", Cluster.Text(variable, "value"));
            Assert.NotEqual("", Cluster.Text(variable, "valueFrom", "secretKeyRef", "name"));
        });
    }

    [Fact]
    public void Hub_WhileItsStoreIsEmbedded_IsExactlyOne()
    {
        var hub = Assert.Single(Cluster.Workloads, workload => Cluster.Kind(workload) == "StatefulSet");

        Assert.Equal("1", Cluster.Text(hub, "spec", "replicas"));
        Assert.Equal("ReadWriteOnce", Assert.Single(Texts(hub["spec"]?["volumeClaimTemplates"]?[0]?["spec"]?["accessModes"])));
        Assert.DoesNotContain(Cluster.Objects, entry => Cluster.Kind(entry) == "HorizontalPodAutoscaler");
        Assert.All(
            Cluster.Workloads.Where(workload => Cluster.Kind(workload) == "Deployment"),
            connector => Assert.Equal(("1", "Recreate"), (Cluster.Text(connector, "spec", "replicas"), Cluster.Text(connector, "spec", "strategy", "type"))));
    }

    [Fact]
    public void Hub_ToldToStop_HasTimeToDrain()
    {
        var pod = Cluster.PodSpec(Cluster.Workloads.Single(workload => Cluster.Kind(workload) == "StatefulSet"));
        var pause = Number(pod?["containers"]?[0]?["lifecycle"]?["preStop"]?["sleep"]?["seconds"]);

        Assert.InRange(Number(pod?["terminationGracePeriodSeconds"]), pause + 31, 120);
        Assert.All(
            Cluster.Workloads.Where(workload => Cluster.Kind(workload) == "Deployment"),
            connector => Assert.True(Number(Cluster.PodSpec(connector)?["terminationGracePeriodSeconds"]) > 30));
    }

    [Fact]
    public void Hub_PortsAndProbes_AreThoseOfItsDoors()
    {
        var container = Cluster.PodSpec(Cluster.Workloads.Single(workload => Cluster.Kind(workload) == "StatefulSet"))?["containers"]?[0];
        var ports = (container?["ports"] as JsonArray ?? []).ToDictionary(port => Cluster.Text(port, "name"), port => Number(port?["containerPort"]));
        var settings = (container?["env"] as JsonArray ?? []).ToDictionary(variable => Cluster.Text(variable, "name"), variable => Cluster.Text(variable, "value"));

        Assert.Equal((Defaults.Http.Port, Defaults.Grpc.Port, Defaults.Management.Port), (ports["http"], ports["grpc"], ports["management"]));
        Assert.All(["http", "grpc", "management"], door => Assert.Equal($"http://0.0.0.0:{ports[door]}", settings[$"HUB__{door.ToUpperInvariant()}"]));
        Assert.All(settings.Keys.Where(name => name.StartsWith("HUB__", StringComparison.Ordinal)), name => Assert.Contains(name[5..], HubOptionsReader.Known, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(("/health/live", "management"), Probe("startupProbe"));
        Assert.Equal(("/health/live", "management"), Probe("livenessProbe"));
        Assert.Equal(("/health/ready", "http"), Probe("readinessProbe"));

        (string Path, string Port) Probe(string kind) => (Cluster.Text(container, kind, "httpGet", "path"), Cluster.Text(container, kind, "httpGet", "port"));
    }

    [Fact]
    public void Connectors_WhoseHubIsAway_AreNotRestarted()
    {
        Assert.All(Cluster.Workloads.Where(workload => Cluster.Kind(workload) == "Deployment"), connector =>
        {
            var container = Cluster.PodSpec(connector)?["containers"]?[0];
            Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], kind => Assert.Equal("http", Cluster.Text(container, kind, "tcpSocket", "port")));
        });
    }

    [Fact]
    public void Network_ByDefault_IsClosed()
    {
        var policies = Cluster.Objects.Where(entry => Cluster.Kind(entry) == "NetworkPolicy").ToArray();
        var denyAll = Assert.Single(policies, policy => policy["spec"]?["podSelector"] is JsonObject { Count: 0 });

        Assert.Equal(["Ingress", "Egress"], Texts(denyAll["spec"]?["policyTypes"]));
        Assert.Null(denyAll["spec"]?["ingress"] ?? denyAll["spec"]?["egress"]);
        Assert.All(policies.Except([denyAll]), policy =>
        {
            var rules = (policy["spec"]?["ingress"] as JsonArray ?? []).Select(rule => (rule, Peers: rule?["from"] as JsonArray))
                .Concat((policy["spec"]?["egress"] as JsonArray ?? []).Select(rule => (rule, Peers: rule?["to"] as JsonArray)))
                .ToArray();
            Assert.NotEmpty(rules);
            Assert.All(rules, rule =>
            {
                Assert.NotEmpty(rule.Peers ?? []);
                Assert.All(rule.Peers ?? [], peer => Assert.DoesNotContain((peer as JsonObject ?? []).Where(pair => pair.Key != "ipBlock"), pair => pair.Value is JsonObject { Count: 0 }));
                Assert.NotEmpty(rule.rule?["ports"] as JsonArray ?? []);
            });
        });
        Assert.All(
            policies.SelectMany(policy => policy["spec"]?["egress"] as JsonArray ?? []).SelectMany(rule => rule?["to"] as JsonArray ?? []).Where(peer => Cluster.Text(peer, "ipBlock", "cidr") == "0.0.0.0/0"),
            peer => Assert.Superset(new HashSet<string>(["10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]), Texts(peer?["ipBlock"]?["except"]).ToHashSet()));
    }

    [Fact]
    public void Namespace_Always_EnforcesRestrictedPods()
    {
        var space = Assert.Single(Cluster.Objects, entry => Cluster.Kind(entry) == "Namespace");

        Assert.Equal("restricted", Cluster.Text(space, "metadata", "labels", "pod-security.kubernetes.io/enforce"));
    }

    [FactIfKustomize]
    public async Task Overlays_Rendered_FitTogether()
    {
        foreach (var overlay in new[] { "demo", "production" })
        {
            var rendered = await Tool.RunAsync("kubectl", ["kustomize", Path.Combine(Cluster.Folder, "overlays", overlay)]);
            Assert.True(rendered.ExitCode == 0, rendered.Output);
            var objects = YamlFile.Parse(rendered.Output);
            var space = Cluster.Name(objects.Single(entry => Cluster.Kind(entry) == "Namespace"));
            var pods = objects.Select(Cluster.PodTemplate).OfType<JsonObject>().ToArray();
            var claims = Names(objects, "PersistentVolumeClaim");

            Assert.All(objects.Where(entry => Cluster.Kind(entry) != "Namespace"), entry => Assert.Equal(space, Cluster.Text(entry, "metadata", "namespace")));

            // Services, budgets and policies mean pods that are there; ports by names that those pods give.
            foreach (var service in objects.Where(entry => Cluster.Kind(entry) == "Service"))
            {
                var pod = Assert.Single(pods, pod => Cluster.Matches(service["spec"]?["selector"], pod["metadata"]?["labels"]));
                var names = (pod["spec"]?["containers"] as JsonArray ?? []).SelectMany(container => container?["ports"] as JsonArray ?? []).Select(port => Cluster.Text(port, "name"));
                Assert.Empty((service["spec"]?["ports"] as JsonArray ?? []).Select(port => Cluster.Text(port, "targetPort")).Except(names));
            }

            var budget = Assert.Single(objects, entry => Cluster.Kind(entry) == "PodDisruptionBudget");
            Assert.Equal(4, pods.Count(pod => Cluster.Matches(budget["spec"]?["selector"]?["matchLabels"], pod["metadata"]?["labels"])));
            Assert.All(
                objects.Where(entry => Cluster.Kind(entry) == "NetworkPolicy" && entry["spec"]?["podSelector"]?["matchLabels"] is JsonObject),
                policy => Assert.Contains(pods, pod => Cluster.Matches(policy["spec"]?["podSelector"]?["matchLabels"], pod["metadata"]?["labels"])));

            // What a pod refers to exists, secrets apart, which are made by hand.
            foreach (var pod in pods)
            {
                var settings = (pod["spec"]?["containers"] as JsonArray ?? []).SelectMany(container => container?["envFrom"] as JsonArray ?? []).Select(source => Cluster.Text(source, "configMapRef", "name"));
                Assert.Empty(settings.Except(Names(objects, "ConfigMap")));
                var mounted = (pod["spec"]?["volumes"] as JsonArray ?? []).Select(volume => Cluster.Text(volume, "persistentVolumeClaim", "claimName")).Where(name => name.Length > 0);
                Assert.Empty(mounted.Except(claims).Except(["data-hub-0"])); // made by the stateful set
            }

            var backends = objects.Where(entry => Cluster.Kind(entry) == "Ingress")
                .SelectMany(ingress => ingress["spec"]?["rules"] as JsonArray ?? [])
                .SelectMany(rule => rule?["http"]?["paths"] as JsonArray ?? [])
                .Select(path => (Service: Cluster.Text(path, "backend", "service", "name"), Port: Cluster.Text(path, "backend", "service", "port", "name")));
            Assert.DoesNotContain(backends, backend => backend.Service == "hub-management" || backend.Port is "management" or "grpc");
            Assert.Empty(backends.Select(backend => backend.Service).Except(Names(objects, "Service")));

            // Every container of the result, patches applied, is as closed as each was before.
            Assert.All(Cluster.ContainersOf(objects), container => Assert.Equal("true", Cluster.Text(container, "securityContext", "readOnlyRootFilesystem")));
            Assert.Equal(overlay == "demo", Cluster.ContainersOf(objects).Any(container => Cluster.Text(container, "image").Contains("stand-in", StringComparison.Ordinal)));
        }
    }

    private static string[] Names(IEnumerable<JsonObject> objects, string kind) => [.. objects.Where(entry => Cluster.Kind(entry) == kind).Select(Cluster.Name)];

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(entry => Cluster.Text(entry))];

    private static int Number(JsonNode? node) => int.Parse(Cluster.Text(node), CultureInfo.InvariantCulture);
}
