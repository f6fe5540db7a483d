using System.Text.RegularExpressions;

namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>One call of the kernel, as <c>strace -f -y -xx</c> wrote it down. It begins at one place of the log and may end at a later one.</summary>
internal sealed partial class SystemCall(string name, string arguments)
{
    private byte[]? bytes;

    public string Name { get; } = name;

    /// <summary>As written, with each text and path in hexadecimal.</summary>
    public string Arguments { get; } = arguments;

    /// <summary>What the kernel answered; null until then.</summary>
    public long? Result { get; set; }

    /// <summary>The file or folder behind the answered descriptor.</summary>
    public string? ResultPath { get; set; }

    /// <summary>The number of the first argument's descriptor; -1 when it has none.</summary>
    public int Descriptor => DescriptorArgument().Match(Arguments) is { Success: true } found ? int.Parse(found.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : -1;

    /// <summary>The file, folder or socket behind the first argument's descriptor.</summary>
    public string? DescriptorPath => DescriptorArgument().Match(Arguments) is { Success: true } found ? Unescape(found.Groups["path"].Value) : null;

    /// <summary>What stands behind every descriptor among the arguments.</summary>
    public IEnumerable<string> Paths => DescriptorPaths().Matches(Arguments).Select(found => Unescape(found.Groups["path"].Value));

    /// <summary>The texts among the arguments, in order: paths, or the pieces of what is written.</summary>
    public IEnumerable<string> Texts => QuotedText().Matches(Arguments).Select(found => Unescape(found.Groups["text"].Value));

    /// <summary>All that the call hands over to be written or sent.</summary>
    public byte[] Bytes => bytes ??= [.. QuotedText().Matches(Arguments).SelectMany(found => Decode(found.Groups["text"].Value))];

    /// <summary>The last argument, where it is a number.</summary>
    public long LastNumber => LastArgument().Match(Arguments) is { Success: true } found
        ? long.Parse(found.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
        : throw new FormatException($"{Name} was expected to end with a number.");

    public bool Says(string flag) => Arguments.Contains(flag, StringComparison.Ordinal);

    public static string Unescape(string written) => written.Contains("\\x", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetString(Decode(written)) : written;

    private static byte[] Decode(string written)
    {
        var decoded = new byte[written.Length / 4];
        for (var i = 0; i < decoded.Length; i++)
        {
            decoded[i] = Convert.ToByte(written.Substring((i * 4) + 2, 2), 16);
        }

        return decoded;
    }

    [GeneratedRegex(@"^(?<number>\d+)<(?<path>[^>]*)>", RegexOptions.NonBacktracking)]
    private static partial Regex DescriptorArgument();

    [GeneratedRegex(@"<(?<path>(\\x[0-9a-f][0-9a-f])+)>", RegexOptions.NonBacktracking)]
    private static partial Regex DescriptorPaths();

    [GeneratedRegex("\"(?<text>(\\\\x[0-9a-f][0-9a-f])*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedText();

    [GeneratedRegex(@", (?<number>\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex LastArgument();
}
