using System.Text.Json;
using Hub.Server.Schemas.Members;

namespace Hub.Server.Schemas.Drift;

/// <summary>What was seen at one place of the documents of a schema: how often, of which types, and which formats every text had. No value is kept.</summary>
internal sealed class SketchNode(string name, SchemaMember? declared)
{
    /// <summary>Stands for the members of an object whose names are data.</summary>
    public const string AnyName = "*";

    // Beyond these, the names of an object are data and not a structure.
    private const int MostUndeclared = 20;
    private const int LongestName = 48;

    private static readonly string[] TypeNames = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private readonly long[] types = new long[TypeNames.Length];
    private List<SketchNode> members = [];
    private int expected;
    private int undeclared;

    public string Name { get; } = name;

    /// <summary>The same as UTF-8, to be compared with what comes.</summary>
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(name);

    /// <summary>What the schema declares here; null where it declares nothing.</summary>
    public SchemaMember? Declared { get; } = declared;

    public long Count { get; private set; }

    public DateTimeOffset First { get; private set; }

    public DateTimeOffset Last { get; private set; }

    /// <summary>The formats that every text so far has had, a bit each; meaningless before the first text.</summary>
    public int Formats { get; private set; } = -1;

    public long Texts => types[2];

    public IReadOnlyList<SketchNode> Members => members;

    /// <summary>The types that came.</summary>
    public IReadOnlyList<string> Types => [.. TypeNames.Where((_, i) => types[i] > 0)];

    /// <summary>Values that were objects.</summary>
    public long Objects => types[0];

    public void See(JsonTokenType token, bool isWhole, DateTimeOffset now)
    {
        First = Count++ == 0 ? now : First;
        Last = now;
        expected = 0;
        types[token switch
        {
            JsonTokenType.StartObject => 0,
            JsonTokenType.StartArray => 1,
            JsonTokenType.String => 2,
            JsonTokenType.Number => isWhole ? 4 : 3,
            JsonTokenType.Null => 6,
            _ => 5,
        }]++;
    }

    /// <summary>Keeps of the formats those that this text has as well.</summary>
    public void Narrow(int formats) => Formats &= formats;

    /// <summary>The place of the member that the reader stands at; null where nothing below is looked at.</summary>
    public SketchNode? Member(ref Utf8JsonReader reader)
    {
        if (Declared is null)
        {
            return null;
        }

        // Documents of one sender name their members in one order: the next one is nearly always the one expected.
        for (var i = 0; i < members.Count; i++)
        {
            var at = (expected + i) % members.Count;
            if (reader.ValueTextEquals(members[at].Utf8Name))
            {
                expected = at + 1;
                return members[at];
            }
        }

        return Add(reader.GetString()!); // it stands at a name
    }

    /// <summary>The place of any element of the list; null where none is declared.</summary>
    public SketchNode? Items() => Declared?.Find("[]") is { } items ? Known("[]") ?? Append(new SketchNode("[]", items)) : null;

    public SketchNode? Known(string member) => members.FirstOrDefault(known => known.Name == member);

    private SketchNode? Add(string member)
    {
        if (Declared!.Names.Contains(member)) // Member has looked
        {
            return Append(new SketchNode(member, Declared.Find(member)));
        }

        // An object that declares nothing is its sender's own affair; one whose other members have a schema is a table, its names are data.
        if (Declared.IsMap || (Declared.Names.Count == 0 && Declared.Find(member) is null))
        {
            return Known(AnyName) ?? Append(new SketchNode(AnyName, null));
        }

        if (Declared.Find(member) is { } byPattern)
        {
            return Known(AnyName) ?? Append(new SketchNode(AnyName, byPattern));
        }

        if (!LooksLikeAName(member) || undeclared >= MostUndeclared)
        {
            return Known(AnyName) ?? Append(new SketchNode(AnyName, null));
        }

        undeclared++;
        return Append(new SketchNode(member, null));
    }

    /// <summary>Whether a member's name is one that a programmer gave, and not an address, a number or a sentence, which could be somebody's.</summary>
    public static bool LooksLikeAName(string member) =>
        member.Length is > 0 and <= LongestName && char.IsAsciiLetter(member[0]) && member.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
        && member.Count(char.IsAsciiDigit) <= 4;

    private SketchNode Append(SketchNode node)
    {
        members.Add(node);
        return node;
    }

    /// <summary>Writes counts and names, for the store.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("n", Count);
        json.WriteNumber("f", Formats);
        json.WriteNumber("a", First.ToUnixTimeMilliseconds());
        json.WriteNumber("z", Last.ToUnixTimeMilliseconds());
        json.WriteStartArray("t");
        foreach (var count in types)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        if (members.Count > 0)
        {
            json.WriteStartObject("m");
            foreach (var member in members)
            {
                json.WritePropertyName(member.Name);
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Takes up what was written.</summary>
    public static SketchNode Read(string name, SchemaMember? declared, JsonElement json)
    {
        var node = new SketchNode(name, declared)
        {
            Count = json.GetProperty("n").GetInt64(),
            Formats = json.GetProperty("f").GetInt32(),
            First = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("a").GetInt64()),
            Last = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("z").GetInt64()),
        };
        var at = 0;
        foreach (var count in json.GetProperty("t").EnumerateArray().Take(node.types.Length))
        {
            node.types[at++] = count.GetInt64();
        }

        if (json.TryGetProperty("m", out var members))
        {
            node.members = [.. members.EnumerateObject().Select(member => Read(member.Name, member.Name == AnyName ? null : declared?.Find(member.Name), member.Value))];
            node.undeclared = node.members.Count(member => member.Declared is null && member.Name != AnyName);
        }

        return node;
    }
}
