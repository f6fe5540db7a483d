using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hub.Connectors.Sdk.Manifest;

/// <summary>YAML as JSON, by the core schema: unquoted null, true, false and numbers are typed, everything else is text.</summary>
internal static class YamlDocument
{
    private const int MaxDepth = 64;

    /// <exception cref="YamlException">It is no YAML.</exception>
    /// <exception cref="FormatException">It is empty, or nested or repeated without end.</exception>
    public static JsonNode? Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Count == 1
            ? Convert(stream.Documents[0].RootNode, depth: 0)
            : throw new FormatException($"One YAML document was expected, and there are {stream.Documents.Count}.");
    }

    private static JsonNode? Convert(YamlNode node, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"The YAML is nested deeper than {MaxDepth} levels, or an alias contains itself.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping)
                {
                    result[((YamlScalarNode)key).Value ?? string.Empty] = Convert(value, depth + 1);
                }

                return result;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Select(item => Convert(item, depth + 1))]);
            case YamlScalarNode scalar:
                return ConvertScalar(scalar);
            default:
                throw new FormatException($"Unexpected YAML at line {node.Start.Line}.");
        }
    }

    private static JsonValue? ConvertScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? string.Empty;
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && !HasLeadingZero(text) => JsonValue.Create(whole),
            _ when char.IsAsciiDigit(text[^1]) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !HasLeadingZero(text) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    // 01000 is an INSEE code and not a number.
    private static bool HasLeadingZero(string text) => text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]);
}
