using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Members;
using Hub.Server.Workflows.Readings;

namespace Hub.Server.Workflows.Authoring;

/// <summary>TypeScript interfaces of the values that schemas describe, for the completion of the designer's editor.</summary>
/// <remarks>A schema that contains itself becomes an interface that does. What goes past the limits is <c>any</c>: help, not a proof.</remarks>
internal sealed class SchemaInterfaces(SchemaCatalog schemas, bool isFrench)
{
    private const int MostInterfaces = 300;
    private const int MostText = 200_000;
    private const int MostLiterals = 60;
    private const string Anything = "any";

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, SchemaMember Member)> open = new();
    private readonly StringBuilder text = new();

    /// <summary>The type of a value, by what it is a part of; its interfaces are written by <see cref="Write"/>.</summary>
    public string TypeOf(IEnumerable<ValueOrigin> origins)
    {
        var types = origins.Select(TypeOf).Distinct(StringComparer.Ordinal).ToArray();
        return types.Length == 0 || types.Contains(Anything) ? Anything : string.Join(" | ", types);
    }

    /// <summary>Every interface that the types need.</summary>
    public string Write()
    {
        while (open.TryDequeue(out var item))
        {
            WriteInterface(item.Name, item.Member);
        }

        return text.ToString();
    }

    private string TypeOf(ValueOrigin origin)
    {
        if (!schemas.Contains(origin.Urn))
        {
            return Anything;
        }

        SchemaMember? member = schemas.Member(origin.Urn);
        var name = NameOf(origin.Urn);
        foreach (var segment in origin.Path)
        {
            member = member?.Find(segment);
            name += segment == "[]" ? "Item" : Pascal(segment);
        }

        return member is null ? Anything : TypeOf(member, name);
    }

    private string TypeOf(SchemaMember member, string name)
    {
        if (member.Values is { Count: > 0 and <= MostLiterals } values && member.Types.All(type => type is "string" or "null"))
        {
            return string.Join(" | ", values.Select(Quoted).Concat(member.Types.Contains("null") ? ["null"] : []));
        }

        var types = member.Types.Count > 0 ? member.Types : Guessed(member);
        var parts = types.Select(type => type switch
        {
            "string" => "string",
            "integer" or "number" => "number",
            "boolean" => "boolean",
            "null" => "null",
            "array" => member.Find("[]") is { } item ? $"Array<{TypeOf(item, name + "Item")}>" : $"{Anything}[]",
            _ => Reference(member, name),
        }).Distinct(StringComparer.Ordinal).ToArray();
        return parts.Length == 0 || parts.Contains(Anything) ? Anything : string.Join(" | ", parts);
    }

    private static HashSet<string> Guessed(SchemaMember member) => member.Names.Count > 0 ? ["object"] : member.Find("[]") is not null ? ["array"] : [];

    private string Reference(SchemaMember member, string name)
    {
        if (member.Names.Count == 0)
        {
            return member.IsMap ? $"{{ [name: string]: {Anything} }}" : Anything;
        }

        var key = KeyOf(member);
        if (names.TryGetValue(key, out var known))
        {
            return known;
        }

        if (names.Count >= MostInterfaces)
        {
            return Anything;
        }

        // A shared schema met inside another one has its own name everywhere.
        var place = Declaring(member);
        var wished = place.Pointer.Length == 0 ? NameOf(place.Document) : name;
        var unique = wished;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = wished + number.ToString(CultureInfo.InvariantCulture);
        }

        names[key] = unique;
        open.Enqueue((unique, member));
        return unique;
    }

    private void WriteInterface(string name, SchemaMember member)
    {
        Comment(text, "", Describe(member));
        text.Append(CultureInfo.InvariantCulture, $"interface {name} {{\n");
        foreach (var property in member.Names)
        {
            if (member.Find(property) is not { } own)
            {
                continue;
            }

            // Past the limit the names are still told, without words and without what lies below.
            var isWithin = text.Length < MostText;
            var type = isWithin ? TypeOf(own, name + Pascal(property)) : Anything;
            Comment(text, "  ", isWithin ? Describe(own) : "");
            text.Append(CultureInfo.InvariantCulture, $"  {(IsIdentifier(property) ? property : Quoted(property))}{(own.IsRequired ? "" : "?")}: {type};\n");
        }

        if (member.IsMap)
        {
            text.Append(CultureInfo.InvariantCulture, $"  [name: string]: {Anything};\n");
        }

        text.Append("}\n");
    }

    private string Describe(SchemaMember member)
    {
        var parts = new[] { MemberTexts.Title(member), MemberTexts.Description(member) }.OfType<LocalizedText>().Select(part => isFrench ? part.Fr : part.En);
        return string.Join(" — ", parts.Distinct(StringComparer.Ordinal));
    }

    // The places that say something themselves; a bare reference is the place that it leads to.
    private static string KeyOf(SchemaMember member) => string.Join('\n', Speaking(member).Select(place => $"{place.Document}#{place.Pointer}"));

    private static SchemaPlace Declaring(SchemaMember member) => Speaking(member)[0];

    private static IReadOnlyList<SchemaPlace> Speaking(SchemaMember member)
    {
        SchemaPlace[] speaking = [.. member.Places.Where(place => place.Schema.ValueKind == JsonValueKind.Object && !IsBareReference(place.Schema))];
        return speaking.Length > 0 ? speaking : member.Places;
    }

    private static bool IsBareReference(JsonElement schema) =>
        schema.TryGetProperty("$ref", out _) && schema.EnumerateObject().All(member => member.Name is "$ref" or "title" or "description" or "$comment" || member.Name.StartsWith("x-", StringComparison.Ordinal));

    /// <summary><c>urn:hub:schema:school:canteen-registration:1.0.0</c> is <c>SchoolCanteenRegistration</c>; a connector's is named by connector, operation and side.</summary>
    private static string NameOf(string urn)
    {
        var parts = urn.Split(':');
        return parts is ["urn", "hub", "schema", var domain, var name, ..] ? Pascal(domain) + Pascal(name)
            : parts is ["urn", "hub", "connector", var connector, var operation, var side, ..] ? Pascal(connector) + Pascal(operation) + Pascal(side)
            : Pascal(parts.Length > 1 ? string.Join(' ', parts.Skip(1)) : urn);
    }

    internal static void Comment(StringBuilder text, string indent, string comment)
    {
        if (comment.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/** {comment.Replace("*/", "* /", StringComparison.Ordinal).ReplaceLineEndings(" ")} */\n");
        }
    }

    /// <summary>Whether TypeScript takes it for a name as it stands.</summary>
    internal static bool IsIdentifier(string? name) =>
        !string.IsNullOrEmpty(name) && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    private static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                pascal.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
            }

            startsWord = !char.IsAsciiLetterOrDigit(letter);
        }

        return pascal.Length == 0 ? "Value" : char.IsAsciiDigit(pascal[0]) ? "Value" + pascal : pascal.ToString();
    }

    private static string Quoted(string value) => JsonSerializer.Serialize(value);
}
