using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Schemas.Drift;

/// <summary>
/// Proposes the next version of a schema from what was seen: a minor one takes what is sent, a major one also asks for what always held and
/// marks what was never sent. A person reads it before publishing it. What belongs to another schema, met by <c>$ref</c>, is not touched.
/// </summary>
internal static class NextVersion
{
    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, MaxDepth = 1024, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when there is nothing to propose.</summary>
    /// <param name="isMajor">Whether it may refuse what was accepted.</param>
    public static SchemaVersion? Of(DriftReport report, bool isMajor)
    {
        var document = JsonNode.Parse(report.Schema.Json.Span, null, new JsonDocumentOptions { MaxDepth = 256 })!.AsObject(); // a published schema with an $id is an object
        var applied = report.Findings.Count(finding => finding.Place is { } place && place.Document == report.Schema.Urn
            && Find(document, place.Pointer) is JsonObject at && Apply(finding, at, isMajor));
        if (applied == 0)
        {
            return null;
        }

        var before = SemanticVersion.Parse(report.Schema.Version);
        var version = (isMajor ? new SemanticVersion(before.Major + 1, 0, 0) : new SemanticVersion(before.Major, before.Minor + 1, 0)).ToString();
        document[document.ContainsKey("$id") ? "$id" : "id"] = SchemaVersion.UrnOf(report.Schema.Id, version);
        return new SchemaVersion(report.Schema.Id, version, JsonSerializer.SerializeToUtf8Bytes(document, Writing));
    }

    private static bool Apply(DriftFinding finding, JsonObject at, bool isMajor)
    {
        var name = finding.Path[(finding.Path.LastIndexOf('/') + 1)..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        switch (finding.Kind)
        {
            case DriftKind.NewMember or DriftKind.RefusedMember when name != SketchNode.AnyName:
                if (at["properties"] is not JsonObject properties)
                {
                    at["properties"] = properties = [];
                }

                return properties.TryAdd(name, Member(name, finding.Kind == DriftKind.NewMember ? finding.Words : [], isMajor));
            case DriftKind.NewValue when finding.Words.Count > 0:
                return Widen(at, finding.Words);
            case DriftKind.FormatFails when finding.IsAlarm:
                return at.Remove("format");
            case DriftKind.FormatHolds when isMajor && !at.ContainsKey("format"):
                at["format"] = finding.Words[0];
                return true;
            case DriftKind.NeverSent when isMajor && !at.ContainsKey("deprecated"):
                at["deprecated"] = true;
                return true;
            default:
                return false;
        }
    }

    // What category of personal data it is, if any, only a person can say.
    private static JsonObject Member(string name, IReadOnlyList<string> types, bool isMajor)
    {
        var schema = new JsonObject
        {
            ["title"] = name,
            ["x-title"] = new JsonObject { ["fr"] = name, ["en"] = name },
            ["description"] = "Ajouté d'après les messages reçus ; à décrire, et à marquer par x-personal-data s'il y a lieu.",
            ["x-description"] = new JsonObject
            {
                ["fr"] = "Ajouté d'après les messages reçus ; à décrire, et à marquer par x-personal-data s'il y a lieu.",
                ["en"] = "Added after what was received; to be described, and marked by x-personal-data where it applies.",
            },
        };

        // Where the object took anything under that name, asking for a type is a change that breaks: a minor version only tells it.
        string[] known = [.. types.Select(type => type == "integer" && types.Contains("number") ? "number" : type).Distinct(StringComparer.Ordinal)];
        if (known.Length > 0)
        {
            schema[isMajor ? "type" : "x-seen-types"] = known.Length == 1 && isMajor ? known[0] : new JsonArray([.. known.Select(type => (JsonNode)type)]);
        }

        return schema;
    }

    private static bool Widen(JsonObject at, IReadOnlyList<string> words)
    {
        var values = at["enum"] as JsonArray ?? (at["const"] is { } single ? new JsonArray(single.DeepClone()) : null);
        if (values is null)
        {
            return false;
        }

        var known = values.Select(value => value?.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        JsonNode[] added = [.. words.Select(word => (JsonNode)word).Where(word => known.Add(word.ToJsonString()))];
        foreach (var word in added)
        {
            values.Add(word);
        }

        if (values.Parent is null)
        {
            at.Remove("const");
            at["enum"] = values;
        }

        return added.Length > 0;
    }

    private static JsonNode? Find(JsonNode? node, string pointer)
    {
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject members => members[name],
                JsonArray items when int.TryParse(name, out var index) && index < items.Count => items[index],
                _ => null,
            };
        }

        return node;
    }
}
