using System.Text.Json;
using Hub.Server.Schemas.Members;

namespace Hub.Server.Schemas.Drift;

/// <summary>
/// What the documents of one schema version looked like since its window began: counts at each place, and how often what was refused was
/// refused for what. Bounded in memory whatever comes. Safe on any thread.
/// </summary>
internal sealed class SchemaSketch
{
    private const int MostRefusals = 300;
    private const int MostWords = 20;
    private const int LongestWord = 40;

    // So many values before "never" and "always" mean anything.
    private const long Enough = 1000;

    private readonly Lock access = new();
    private readonly SchemaVersion schema;
    private readonly SchemaMember declared;
    private readonly Dictionary<(DriftKind Kind, string Path), Refusals> refusals = [];
    private SketchNode root;
    private DateTimeOffset since;
    private long looked;
    private long refused;

    public SchemaSketch(SchemaVersion schema, SchemaMember declared, DateTimeOffset since)
    {
        this.schema = schema;
        this.declared = declared;
        this.since = since;
        root = new SketchNode("", declared);
    }

    /// <summary>How often something was added; what was saved at the same number is still right.</summary>
    public long Changes { get; private set; }

    /// <summary>How many members were seen that nobody declares, and reasons of refusals: another finding comes only with another of these.</summary>
    public int Novelties { get; private set; }

    /// <summary>Looks at a valid document.</summary>
    public void See(ReadOnlySpan<byte> document, DateTimeOffset now)
    {
        lock (access)
        {
            looked++;
            Changes++;
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
            if (reader.Read())
            {
                Value(ref reader, document, root, now);
            }
        }
    }

    /// <summary>Looks at why a document was refused.</summary>
    public void SeeRefused(ReadOnlySpan<byte> document, IReadOnlyList<PayloadError> errors, DateTimeOffset now)
    {
        JsonElement? parsed = null;
        lock (access)
        {
            refused++;
            Changes++;
            foreach (var error in errors)
            {
                var keyword = error.KeywordLocation[(error.KeywordLocation.LastIndexOf('/') + 1)..];
                var segments = error.InstanceLocation.Split('/').Skip(1).Select(segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
                var (path, member, parent) = Locate(segments);
                if (member is null && parent is not null && path.Length > 0 && keyword is "additionalProperties" or "unevaluatedProperties" or "properties" or "false")
                {
                    Count(DriftKind.RefusedMember, MemberPath.Of(path), null, now);
                    continue;
                }

                switch (keyword)
                {
                    case "enum" or "const" when member is not null:
                        parsed ??= JsonElement.Parse(document);
                        Count(DriftKind.NewValue, MemberPath.Of(path), member.Personal is null ? WordAt(parsed.Value, segments) : null, now);
                        break;
                    case "format" when member is not null:
                        Count(DriftKind.FormatFails, MemberPath.Of(path), member.Format, now);
                        break;
                    case "type" when member is not null:
                        Count(DriftKind.OtherType, MemberPath.Of(path), null, now);
                        break;
                    case "required" when member is not null:
                        parsed ??= JsonElement.Parse(document);
                        foreach (var name in member.Names.Where(name => member.Find(name)!.IsRequired && At(parsed.Value, segments) is { ValueKind: JsonValueKind.Object } holder && !holder.TryGetProperty(name, out _)))
                        {
                            Count(DriftKind.Missing, MemberPath.Of([.. path, name]), null, now);
                        }

                        break;
                }
            }
        }
    }

    public DriftReport Report(long skipped)
    {
        lock (access)
        {
            var findings = new List<DriftFinding>();
            Find(root, [], findings);
            foreach (var ((kind, path), seen) in refusals)
            {
                findings.Add(OfRefusals(kind, path, seen));
            }

            return new DriftReport(schema, since, looked, refused, skipped, [.. findings.OrderByDescending(finding => finding.IsAlarm).ThenBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Kind)]);
        }
    }

    /// <summary>Counts and names, for the store.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        lock (access)
        {
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteNumber("since", since.ToUnixTimeMilliseconds());
            json.WriteNumber("looked", looked);
            json.WriteNumber("refused", refused);
            json.WritePropertyName("root");
            root.WriteTo(json);
            json.WriteStartArray("refusals");
            foreach (var ((kind, path), seen) in refusals)
            {
                json.WriteStartObject();
                json.WriteString("kind", kind.ToString());
                json.WriteString("path", path);
                json.WriteNumber("n", seen.Count);
                json.WriteNumber("a", seen.First.ToUnixTimeMilliseconds());
                json.WriteNumber("z", seen.Last.ToUnixTimeMilliseconds());
                json.WriteStartArray("words");
                seen.Words.ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Takes up what was written; a window of another shape than this hub's begins anew.</summary>
    public void Resume(ReadOnlySpan<byte> saved)
    {
        try
        {
            var json = JsonElement.Parse(saved, new JsonDocumentOptions { MaxDepth = 256 });
            lock (access)
            {
                root = SketchNode.Read("", declared, json.GetProperty("root"));
                since = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("since").GetInt64());
                looked = json.GetProperty("looked").GetInt64();
                refused = json.GetProperty("refused").GetInt64();
                foreach (var refusal in json.GetProperty("refusals").EnumerateArray())
                {
                    refusals[(Enum.Parse<DriftKind>(refusal.GetProperty("kind").GetString()!), refusal.GetProperty("path").GetString()!)] = new Refusals // ToJson wrote both
                    {
                        Count = refusal.GetProperty("n").GetInt64(),
                        First = DateTimeOffset.FromUnixTimeMilliseconds(refusal.GetProperty("a").GetInt64()),
                        Last = DateTimeOffset.FromUnixTimeMilliseconds(refusal.GetProperty("z").GetInt64()),
                        Words = [.. refusal.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)], // texts
                    };
                }
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            // Counts only: what an earlier hub wrote otherwise is counted anew.
        }
    }

    private void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, SketchNode node, DateTimeOffset now)
    {
        if (node is { Declared: null, Count: 0 })
        {
            Novelties++;
        }

        node.See(reader.TokenType, reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _), now);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var member = node.Member(ref reader);
                    reader.Read();
                    if (member is null)
                    {
                        reader.Skip();
                    }
                    else
                    {
                        Value(ref reader, document, member, now);
                    }
                }

                break;
            case JsonTokenType.StartArray:
                var items = node.Items();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (items is null)
                    {
                        reader.Skip();
                    }
                    else
                    {
                        Value(ref reader, document, items, now);
                    }
                }

                break;
            case JsonTokenType.String when node.Formats != 0 && node.Declared is { Format: null, Values: null }:
                node.Narrow(KnownFormats.Of(document[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], node.Formats));
                break;
        }
    }

    private static void Find(SketchNode node, string[] path, List<DriftFinding> findings)
    {
        if (node.Declared is not { } member)
        {
            return;
        }

        foreach (var seen in node.Members.Where(seen => seen.Declared is null && seen.Name != SketchNode.AnyName))
        {
            findings.Add(new DriftFinding(DriftKind.NewMember, MemberPath.Of([.. path, seen.Name]), IsAlarm: true, seen.Count, node.Objects, seen.First, seen.Last, seen.Types, PlaceOf(member)));
        }

        if (node.Texts >= Enough && member is { Format: null, Values: null } && KnownFormats.NameOf(node.Formats) is { } format)
        {
            findings.Add(new DriftFinding(DriftKind.FormatHolds, MemberPath.Of(path), IsAlarm: false, node.Texts, node.Texts, node.First, node.Last, [format], PlaceOf(member)));
        }

        if (node.Objects >= Enough)
        {
            foreach (var name in member.Names.Where(name => node.Known(name) is null))
            {
                findings.Add(new DriftFinding(DriftKind.NeverSent, MemberPath.Of([.. path, name]), IsAlarm: false, 0, node.Objects, node.First, node.Last, [], PlaceOf(member.Find(name)!))); // it is one of its names
            }
        }

        foreach (var inner in node.Members)
        {
            Find(inner, [.. path, inner.Name], findings);
        }
    }

    private DriftFinding OfRefusals(DriftKind kind, string path, Refusals seen)
    {
        var segments = path.Split('/').Skip(1).Select(segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        var (_, member, parent) = Locate(segments);
        var valid = Sent(segments);
        var isAlarm = kind is DriftKind.RefusedMember or DriftKind.NewValue
            || (kind is DriftKind.FormatFails or DriftKind.OtherType && seen.Count >= 3 && seen.Count * 100 >= valid + seen.Count);
        return new DriftFinding(kind, path, isAlarm, seen.Count, valid + seen.Count, seen.First, seen.Last, [.. seen.Words], (kind == DriftKind.RefusedMember ? parent : member) is { } declaring ? PlaceOf(declaring) : null);
    }

    private long Sent(IReadOnlyList<string> segments)
    {
        var node = root;
        foreach (var segment in segments)
        {
            if (node.Known(segment) is not { } next)
            {
                return 0;
            }

            node = next;
        }

        return node.Count;
    }

    // The path with indexes as [], and what is declared there and one level above. A name that is data is not told.
    private (string[] Path, SchemaMember? Member, SchemaMember? Parent) Locate(IReadOnlyList<string> segments)
    {
        var path = new string[segments.Count];
        SchemaMember? parent = null;
        SchemaMember? member = declared;
        for (var i = 0; i < segments.Count; i++)
        {
            parent = member;
            var isIndex = segments[i] == "[]" || (segments[i].Length > 0 && segments[i].All(char.IsAsciiDigit) && parent?.Names.Contains(segments[i]) is not true);
            path[i] = isIndex ? "[]"
                : parent?.Names.Contains(segments[i]) is true || (parent is { IsMap: false } && SketchNode.LooksLikeAName(segments[i])) ? segments[i]
                : SketchNode.AnyName;
            member = parent?.Find(isIndex ? "[]" : segments[i]);
        }

        return (path, member, parent);
    }

    private void Count(DriftKind kind, string path, string? word, DateTimeOffset now)
    {
        if (!refusals.TryGetValue((kind, path), out var seen))
        {
            if (refusals.Count >= MostRefusals)
            {
                return;
            }

            refusals[(kind, path)] = seen = new Refusals { First = now };
            Novelties++;
        }

        seen.Count++;
        seen.Last = now;
        if (word is not null && seen.Words.Count < MostWords && !seen.Words.Contains(word))
        {
            seen.Words.Add(word);
        }
    }

    private static JsonElement? At(JsonElement document, IEnumerable<string> segments)
    {
        foreach (var segment in segments)
        {
            if (document.ValueKind == JsonValueKind.Array && int.TryParse(segment, out var index) && index < document.GetArrayLength())
            {
                document = document[index];
            }
            else if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(segment, out document))
            {
                return null;
            }
        }

        return document;
    }

    // Only what could be a word of an enumeration: never an address, a sentence, a long number.
    private static string? WordAt(JsonElement document, IEnumerable<string> segments) =>
        At(document, segments) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 and <= LongestWord } word
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':') && word.Count(char.IsAsciiDigit) <= 8
            ? word
            : null;

    private static SchemaPlace? PlaceOf(SchemaMember member) => member.Places.Count == 0 ? null : member.Places
        .OrderByDescending(place => place.Schema.TryGetProperty("properties", out _) || place.Schema.TryGetProperty("enum", out _) || place.Schema.TryGetProperty("const", out _) || place.Schema.TryGetProperty("format", out _))
        .First();

    private sealed class Refusals
    {
        public long Count { get; set; }

        public DateTimeOffset First { get; init; }

        public DateTimeOffset Last { get; set; }

        public List<string> Words { get; init; } = [];
    }
}
