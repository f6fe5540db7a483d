using System.Text;

namespace Hub.JsonSchema.Formats;

/// <summary><c>hostname</c> (RFC 1123, section 2.1, with the A-labels of RFC 5890) and <c>idn-hostname</c> (RFC 5890, section 2.3.2.3).</summary>
internal static class HostFormats
{
    public const int LongestName = 253;
    private const int LongestLabel = 63;

    public static bool IsHostname(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongestName)
        {
            return false;
        }

        var encoded = false;
        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (!IsLetterDigitHyphen(label, international: false))
            {
                return false;
            }

            encoded |= IsALabel(label);
        }

        return !encoded || IsIdnHostname(text);
    }

    public static bool IsIdnHostname(ReadOnlySpan<byte> text)
    {
        // Four full stops separate labels: RFC 3490, section 3.1.
        var labels = Encoding.UTF8.GetString(text).Split('.', '\u3002', '\uFF0E', '\uFF61');
        var unicode = new List<string>();
        var length = labels.Length - 1;
        foreach (var label in labels)
        {
            if (ToUnicode(label) is not { } decoded)
            {
                return false;
            }

            unicode.Add(decoded.Text);
            length += decoded.Octets;
        }

        return length <= LongestName && (!unicode.Exists(BidiRule.IsRightToLeft) || unicode.TrueForAll(BidiRule.IsFollowedBy));
    }

    /// <summary>1 to 63 letters, digits and hyphens, without a hyphen at either end.</summary>
    public static bool IsLetterDigitHyphen(ReadOnlySpan<byte> label, bool international)
    {
        if (label.Length is 0 or > LongestLabel || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var b in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '-' && (b < 128 || !international))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsALabel(ReadOnlySpan<byte> label) =>
        label.Length >= 4 && label[2] == '-' && label[3] == '-' && (label[0] | 32) == 'x' && (label[1] | 32) == 'n';

    /// <summary>The label in Unicode and the octets that it takes in ASCII; null when it is no label.</summary>
    private static (string Text, int Octets)? ToUnicode(string label)
    {
        if (Ascii.IsValid(label))
        {
            var ascii = Encoding.ASCII.GetBytes(label);
            if (!IsLetterDigitHyphen(ascii, international: false))
            {
                return null;
            }

            if (!IsALabel(ascii))
            {
                return (label, label.Length);
            }

            // What it decodes to must be a label that encodes to it again.
            var encoded = label[4..].ToLowerInvariant();
            return Punycode.Decode(encoded) is { } decoded && !Ascii.IsValid(decoded) && Punycode.Encode(decoded) == encoded && IdnLabel.IsValid(decoded)
                ? (decoded, label.Length)
                : null;
        }

        return IdnLabel.IsValid(label) && Punycode.Encode(label).Length + 4 is <= LongestLabel and var octets ? (label, octets) : null;
    }
}
