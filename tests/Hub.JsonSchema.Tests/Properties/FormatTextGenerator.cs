namespace Hub.JsonSchema.Tests.Properties;

/// <summary>
/// Texts that have a format, or nearly: samples with characters changed, dropped, doubled and swapped. Only formats that both sides take from
/// their RFC. ajv-formats wants a point in the domain of an <c>email</c> (not so RFC 5321, 4.1.2), a path in a <c>uri</c> (RFC 3986, 3.3) and no
/// point in the variable of a <c>uri-template</c> (RFC 6570, 2.3): the official suite's own tests of these have to do.
/// </summary>
internal sealed class FormatTextGenerator(Random random)
{
    private static readonly Dictionary<string, string[]> Samples = new()
    {
        ["date"] = ["2026-01-31", "2024-02-29", "1999-12-01", "2100-02-28", "2000-02-29"],
        ["time"] = ["12:34:56Z", "00:00:00.5+02:00", "23:59:59-11:30"],
        ["date-time"] = ["2026-01-31T12:34:56Z", "2024-02-29T00:00:00.123+02:00"],
        ["duration"] = ["P1Y2M3D", "PT4H5M6S", "P2W", "P1DT12H", "P1M"],
        ["ipv4"] = ["192.168.0.1", "255.255.255.255", "0.0.0.0", "8.8.8.8"],
        ["ipv6"] = ["::1", "2001:db8::8a2e:370:7334", "fe80::1:2:3:4", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1"],
        ["uuid"] = ["2f1c8a52-9d6e-4b8b-8f7a-2f0f3a5b9c1d", "00000000-0000-0000-0000-000000000000"],
        ["json-pointer"] = ["", "/a/b", "/a~1b/m~0n", "/", "/0/é"],
        ["relative-json-pointer"] = ["0", "1/a", "2/0/b", "10#"],
        ["hostname"] = ["example.com", "a-b.c-d.fr", "localhost", "x1.y2"],
    };

    private const string Characters = "0123456789abcdefxyzTZPYMDHSW:.-+/#~@?%[]{}";

    public static IReadOnlyList<string> Formats { get; } = [.. Samples.Keys];

    public string Next(string format)
    {
        var samples = Samples[format];
        var text = samples[random.Next(samples.Length)];
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            text = Change(text);
        }

        return text;
    }

    private string Change(string text)
    {
        var at = random.Next(text.Length + 1);
        var character = Characters[random.Next(Characters.Length)];
        return random.Next(4) switch
        {
            0 => text.Insert(at, character.ToString()),
            1 when at < text.Length => text.Remove(at, 1),
            2 when at < text.Length => text.Insert(at, text[at].ToString()),
            _ when at < text.Length && char.IsDigit(text[at]) => text.Remove(at, 1).Insert(at, random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ when at < text.Length => text.Remove(at, 1).Insert(at, character.ToString()),
            _ => text,
        };
    }
}
