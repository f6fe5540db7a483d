using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Hub.Server.Schemas;

/// <summary>
/// Reads the bytes of a schema document from outside: UTF-8 without byte order mark (RFC 8259 §8.1), JSON without duplicate members,
/// or YAML where that is taken.
/// </summary>
internal static class SchemaText
{
    /// <summary>As deep as a schema may nest.</summary>
    private const int MaxDepth = JsonSchema.SchemaRegistry.MaxSchemaDepth;

    // The longest public OpenAPI descriptions have some ten thousand.
    private const int MaxYamlNodes = 200_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Refuses what is not UTF-8 or not JSON.</summary>
    /// <exception cref="SchemaTextException">Tells what it is instead, and where.</exception>
    public static JsonNode? ReadJson(ReadOnlySpan<byte> bytes)
    {
        RefuseEncoding(bytes);
        return Json(bytes);
    }

    /// <summary>As <see cref="ReadJson"/>, and takes YAML where the text does not begin as a JSON object or array does.</summary>
    /// <exception cref="SchemaTextException">Tells what it is instead, and where.</exception>
    public static JsonNode? ReadJsonOrYaml(ReadOnlySpan<byte> bytes)
    {
        RefuseEncoding(bytes);
        if (bytes.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
        {
            return Json(bytes);
        }

        try
        {
            return YamlText.ToJson(Encoding.UTF8.GetString(bytes), MaxYamlNodes);
        }
        catch (YamlTextException error)
        {
            throw new SchemaTextException(error.Reason);
        }
    }

    private static JsonNode? Json(ReadOnlySpan<byte> bytes)
    {
        try
        {
            StrictJson.Check(bytes, MaxDepth);
            return JsonNode.Parse(bytes, null, Strict);
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $" ({line + 1}:{(error.BytePositionInLine ?? 0) + 1})")
                : "";
            throw new SchemaTextException(new(
                $"Le contenu n'est pas un document JSON d'au plus {MaxDepth} niveaux sans membre en double{place}. Corrigez-le à cet endroit (ligne:octet) et renvoyez-le.",
                $"The content is not a JSON document of at most {MaxDepth} levels without duplicate members{place}. Correct it there (line:byte) and send it again."));
        }
    }

    private static void RefuseEncoding(ReadOnlySpan<byte> bytes)
    {
        var found = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ("une marque d'ordre des octets (BOM)", "a byte order mark (BOM)"),
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, _, ..] or [_, 0, ..] => ("de l'UTF-16 ou de l'UTF-32", "UTF-16 or UTF-32"),
            _ when !Utf8.IsValid(bytes) => ("des octets qui ne sont pas de l'UTF-8", "bytes that are not UTF-8"),
            _ => default,
        };
        if (found != default)
        {
            throw new SchemaTextException(new(
                $"Un texte en UTF-8 sans marque d'ordre des octets était attendu (RFC 8259 §8.1), mais le contenu a {found.Item1}. Enregistrez le fichier en « UTF-8 sans BOM » et renvoyez-le.",
                $"A text in UTF-8 without byte order mark was expected (RFC 8259 §8.1), but the content has {found.Item2}. Save the file as 'UTF-8 without BOM' and send it again."));
        }
    }
}

/// <summary>The bytes are not a text that a schema could be read from.</summary>
internal sealed class SchemaTextException(LocalizedText reason) : Exception(reason.En)
{
    public LocalizedText Reason { get; } = reason;
}
