using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hub.Server;

/// <summary>
/// Reads one YAML 1.2 document as the JSON that it means, after the core schema (§10.3.2). Bounded in depth and, its aliases written
/// out, in size: a short text can mean an endless document.
/// </summary>
public static class YamlText
{
    private const int MaxDepth = 64;

    /// <param name="maxNodes">The most elements, aliases written out.</param>
    /// <exception cref="YamlTextException">It is not one such document; tells the place.</exception>
    public static JsonNode? ToJson(string text, int maxNodes)
    {
        try
        {
            RefuseDeep(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
            {
                throw new YamlTextException(new("Un seul document YAML était attendu.", "Exactly one YAML document was expected."));
            }

            var left = maxNodes;
            return ToNode(stream.Documents[0].RootNode, maxNodes, ref left);
        }
        catch (YamlException error)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{error.Start.Line}:{error.Start.Column}");
            throw new YamlTextException(new($"Le YAML est illisible à {place}.", $"The YAML cannot be read at {place}."));
        }
    }

    // The reader below descends with the text; a document of a million brackets would end the process, not the reading.
    private static void RefuseDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease; // MoveNext was true
            if (depth > MaxDepth)
            {
                throw new YamlTextException(new($"Le YAML dépasse {MaxDepth} niveaux.", $"The YAML has more than {MaxDepth} levels."));
            }
        }
    }

    private static JsonNode? ToNode(YamlNode node, int maxNodes, ref int left, int depth = 0)
    {
        if (--left < 0 || depth > MaxDepth)
        {
            throw new YamlTextException(new(
                $"Le YAML, ses alias développés, dépasse {maxNodes} éléments ou {MaxDepth} niveaux.",
                $"The YAML, its aliases written out, has more than {maxNodes} elements or {MaxDepth} levels."));
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name } || !members.TryAdd(name, ToNode(value, maxNodes, ref left, depth + 1)))
                    {
                        var place = string.Create(CultureInfo.InvariantCulture, $"{key.Start.Line}:{key.Start.Column}");
                        throw new YamlTextException(new($"La clé à {place} n'est pas un texte, ou figure deux fois.", $"The key at {place} is not a text, or is there twice."));
                    }
                }

                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    items.Add(ToNode(item, maxNodes, ref left, depth + 1));
                }

                return items;
            case YamlScalarNode scalar:
                return ToScalar(scalar);
            default:
                return null;
        }
    }

    // Only plain scalars can be something else than text.
    private static JsonNode? ToScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        const NumberStyles number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when decimal.TryParse(text, number, CultureInfo.InvariantCulture, out var exact) => JsonValue.Create(exact),
            _ => JsonValue.Create(text),
        };
    }
}

/// <summary>The text is not the one YAML document that was expected.</summary>
public sealed class YamlTextException(LocalizedText reason) : Exception(reason.En)
{
    public LocalizedText Reason { get; } = reason;
}
