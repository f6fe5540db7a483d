using System.Collections.Frozen;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Formats;

/// <summary>A format with the text that shows it in a message; null where an example says nothing.</summary>
internal sealed record Format(FormatCheck Check, string? Example);

/// <summary>The formats of JSON Schema Validation 2020-12, section 7.3; older drafts have the same ones or fewer. To add one: a line here.</summary>
internal static class FormatCatalogue
{
    private static readonly FrozenDictionary<string, Format> All = new Dictionary<string, Format>
    {
        ["date-time"] = new(DateTimeFormats.IsDateTime, "2026-09-01T08:30:00Z"),
        ["date"] = new(DateTimeFormats.IsDate, "2026-09-01"),
        ["time"] = new(DateTimeFormats.IsTime, "08:30:00Z"),
        ["duration"] = new(DateTimeFormats.IsDuration, "P3D"),
        ["email"] = new(text => EmailFormats.IsEmail(text, international: false), "nom@example.org"),
        ["idn-email"] = new(text => EmailFormats.IsEmail(text, international: true), "nom@example.org"),
        ["hostname"] = new(HostFormats.IsHostname, "www.example.org"),
        ["idn-hostname"] = new(HostFormats.IsIdnHostname, "www.example.org"),
        ["ipv4"] = new(AddressFormats.IsIPv4, "192.0.2.1"),
        ["ipv6"] = new(AddressFormats.IsIPv6, "2001:db8::1"),
        ["uri"] = new(text => UriFormats.IsUri(text, international: false, relative: false), "https://example.org/page"),
        ["uri-reference"] = new(text => UriFormats.IsUri(text, international: false, relative: true), "/page"),
        ["iri"] = new(text => UriFormats.IsUri(text, international: true, relative: false), "https://example.org/page"),
        ["iri-reference"] = new(text => UriFormats.IsUri(text, international: true, relative: true), "/page"),
        ["uri-template"] = new(UriTemplateFormat.IsUriTemplate, "/pages/{id}"),
        ["uuid"] = new(IsUuid, "2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
        ["json-pointer"] = new(IsJsonPointer, "/a/0"),
        ["relative-json-pointer"] = new(IsRelativeJsonPointer, "1/a"),
        ["regex"] = new(IsRegex, null),
    }.ToFrozenDictionary();

    public static Format? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>RFC 4122, section 3.</summary>
    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < 36; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 6901, section 3.</summary>
    private static bool IsJsonPointer(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return false;
        }

        for (var i = text.IndexOf((byte)'~'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] == '~' && (i + 1 == text.Length || text[i + 1] is not ((byte)'0' or (byte)'1')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>draft-bhutton-relative-json-pointer-00, section 3.</summary>
    private static bool IsRelativeJsonPointer(ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        if (digits == 0 || (digits > 1 && text[0] == '0'))
        {
            return false;
        }

        var rest = text[digits..];
        return rest.SequenceEqual("#"u8) || IsJsonPointer(rest);
    }

    private static bool IsRegex(ReadOnlySpan<byte> text)
    {
        try
        {
            PatternParser.Parse(System.Text.Encoding.UTF8.GetString(text));
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }
}
