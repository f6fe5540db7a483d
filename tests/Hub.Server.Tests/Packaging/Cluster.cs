using System.Text.Json.Nodes;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Packaging;

/// <summary>What lies under <c>k8s/</c>, and ways to look into it.</summary>
internal static class Cluster
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "k8s");

    /// <summary>Folders with a <c>kustomization.yaml</c>.</summary>
    public static IEnumerable<string> Kustomizations => Directory.EnumerateFiles(Folder, "kustomization.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetDirectoryName(file)!) // a file has a folder
        .Order(StringComparer.Ordinal);

    /// <summary>Every object as it is written, patches of overlays included.</summary>
    public static IReadOnlyList<JsonObject> Objects { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "kustomization.yaml" && !File.ReadAllText(file).StartsWith("- op:", StringComparison.Ordinal) && !File.ReadAllText(file).Contains("\n- op:", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(YamlFile.Read),
    ];

    /// <summary>Objects that start pods, whole (a patch names no service account).</summary>
    public static IEnumerable<JsonObject> Workloads => Objects.Where(entry => PodSpec(entry)?["serviceAccountName"] is not null);

    /// <summary>Every container, those that a patch adds included; a patch that only changes one names no image.</summary>
    public static IEnumerable<JsonObject> Containers => ContainersOf(Objects);

    public static IEnumerable<JsonObject> ContainersOf(IEnumerable<JsonObject> objects) => objects
        .Select(PodSpec)
        .OfType<JsonObject>()
        .SelectMany(pod => (pod["containers"] as JsonArray ?? []).Concat(pod["initContainers"] as JsonArray ?? []))
        .OfType<JsonObject>()
        .Where(container => container["image"] is not null);

    public static JsonObject? PodSpec(JsonObject entry) => PodTemplate(entry)?["spec"] as JsonObject;

    public static JsonObject? PodTemplate(JsonObject entry) => Kind(entry) switch
    {
        "Deployment" or "StatefulSet" or "DaemonSet" or "Job" => entry["spec"]?["template"] as JsonObject,
        "CronJob" => entry["spec"]?["jobTemplate"]?["spec"]?["template"] as JsonObject,
        _ => null,
    };

    public static string Kind(JsonObject entry) => Text(entry, "kind");

    public static string Name(JsonObject entry) => Text(entry, "metadata", "name");

    /// <summary>The scalar at a path; empty where there is none.</summary>
    public static string Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var member in path)
        {
            node = node is JsonObject mapping ? mapping[member] : null;
        }

        return node is JsonValue value ? value.GetValue<string>() : "";
    }

    public static bool Matches(JsonNode? selector, JsonNode? labels) =>
        selector is JsonObject wanted && wanted.All(pair => Text(labels, pair.Key) == Text(pair.Value));
}
