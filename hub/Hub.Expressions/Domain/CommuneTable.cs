using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hub.Expressions.Domain;

/// <summary>
/// INSEE's Code officiel géographique: every commune since 1943, with what followed it. The build makes the table of public data and lays
/// it beside the program; a program built without it has none, and then what needs it must say so.
/// </summary>
/// <remarks>
/// Two megabytes of text, one line a code, kept as they are: a line is read when its commune is asked for, and asking whether a code is
/// known allocates nothing.
/// </remarks>
public sealed class CommuneTable
{
    // A chain of mergers is two or three long; a circle in the data must not hang anybody.
    private const int LongestChain = 20;

    private static readonly Lazy<CommuneTable?> Loaded = new(Load);

    private readonly byte[] text;
    private readonly int[] lines;

    private CommuneTable(byte[] text, int[] lines, DateOnly edition)
    {
        this.text = text;
        this.lines = lines;
        Edition = edition;
    }

    /// <summary>The table that lies beside this program, read when first asked for; null where there is none, or none that can be read.</summary>
    public static CommuneTable? Beside => Loaded.Value;

    /// <summary>Where <see cref="Beside"/> looks.</summary>
    public static string Place { get; } = Path.Combine(AppContext.BaseDirectory, "reference", "communes.tsv.gz");

    /// <summary>The day whose state is the newest that the table knows. A commune made later is not in it.</summary>
    public DateOnly Edition { get; }

    /// <summary>The codes, those of communes that are no more included.</summary>
    public int Count => lines.Length;

    /// <summary>Reads a table as the build writes it: compressed, sorted by code.</summary>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public static CommuneTable Read(Stream compressed)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        using var content = new MemoryStream();
        using (var unpacked = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true))
        {
            unpacked.CopyTo(content);
        }

        return Parse(content.ToArray());
    }

    /// <summary>Whether the code is, or ever was since 1943, that of a commune, of a part of one or of a municipal district.</summary>
    /// <param name="code">Five characters of UTF-8, such as <c>2A004</c>.</param>
    public bool Knows(ReadOnlySpan<byte> code) => LineOf(code) >= 0;

    /// <summary>What the code stands for now, or stood for last; null for a code that never was.</summary>
    public Commune? Find(string code) => Fields(code) is { } fields ? Describe(fields, fields.Periods[^1]) : null;

    /// <summary>The commune that had the code on a day; null where none had.</summary>
    public Commune? FindAt(string code, DateOnly day)
    {
        if (Fields(code) is not { } fields)
        {
            return null;
        }

        foreach (var period in fields.Periods)
        {
            if ((period.From is not { } from || from <= day) && (period.Until is not { } until || day < until))
            {
                return Describe(fields, period);
            }
        }

        return null;
    }

    /// <summary>Whether mail for the commune bears the postcode today; for a commune that is no more, mail for the one that followed. CEDEX postcodes are not known.</summary>
    public bool IsPostcodeOf(string postcode, string code)
    {
        ArgumentNullException.ThrowIfNull(postcode);
        return Find(code) is { } commune && commune.Postcodes.Contains(postcode.Trim(), StringComparer.Ordinal);
    }

    private static CommuneTable? Load()
    {
        try
        {
            using var file = File.OpenRead(Place);
            return Read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Unreadable is as good as absent: who needs the table tells that it is not there, and where it should be.
            return null;
        }
    }

    private static CommuneTable Parse(byte[] text)
    {
        var lines = new List<int>(40_000);
        var header = text.AsSpan().IndexOf((byte)'\n');
        if (header < 0 || !text.AsSpan().StartsWith("#\t"u8)
            || !DateOnly.TryParseExact(Encoding.UTF8.GetString(text, 2, header - 2), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var edition))
        {
            throw new InvalidDataException("A table of communes begins with '#', a tab and the day of its edition; this one does not. Build it again.");
        }

        for (var at = header + 1; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOf((byte)'\n');
            if (end < 7 || text[at + 5] != '\t' || (lines.Count > 0 && text.AsSpan(lines[^1], 5).SequenceCompareTo(text.AsSpan(at, 5)) >= 0))
            {
                throw new InvalidDataException($"Line {lines.Count + 2} of the table of communes does not begin with a code of five characters that follows the one before. Build it again.");
            }

            lines.Add(at);
            at += end + 1;
        }

        return new CommuneTable(text, [.. lines], edition);
    }

    private int LineOf(ReadOnlySpan<byte> code)
    {
        if (code.Length != 5)
        {
            return -1;
        }

        var (low, high) = (0, lines.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = text.AsSpan(lines[middle], 5).SequenceCompareTo(code);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private Line? Fields(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var trimmed = code.Trim().ToUpperInvariant();
        if (trimmed.Length != 5 || !Ascii.IsValid(trimmed) || LineOf(Encoding.ASCII.GetBytes(trimmed)) is not (>= 0 and var found))
        {
            return null;
        }

        var start = lines[found];
        var length = text.AsSpan(start).IndexOf((byte)'\n');
        var cells = Encoding.UTF8.GetString(text, start, length).Split('\t');
        return new Line(cells[0], KindOf(cells[1]), cells[2], cells[3], cells[4], cells[5], [.. cells[6].Split(';').Select(Period.Read)]);
    }

    private Commune Describe(Line line, Period period) => new(
        line.Code,
        period.Name,
        line.Kind,
        line.Department,
        line.Region,
        line.Within.Length > 0 ? line.Within : null,
        period.From,
        period.Until,
        period.IsKnownByYear && (period.From ?? period.Until) is not null,
        period.Successor.Length > 0 ? period.Successor : null,
        PostcodesOf(line));

    private string[] PostcodesOf(Line line)
    {
        for (var steps = 0; steps < LongestChain; steps++)
        {
            if (line.Postcodes.Length > 0)
            {
                return line.Postcodes.Split(' ');
            }

            var next = line.Within.Length > 0 ? line.Within : line.Periods[^1].Successor;
            if (Fields(next) is not { } followed)
            {
                break;
            }

            line = followed;
        }

        return [];
    }

    private static CommuneKind KindOf(string letter) => letter switch
    {
        "C" => CommuneKind.Commune,
        "D" => CommuneKind.Delegated,
        "A" => CommuneKind.Associated,
        "M" => CommuneKind.MunicipalDistrict,
        _ => CommuneKind.Former,
    };

    private sealed record Line(string Code, CommuneKind Kind, string Department, string Region, string Within, string Postcodes, Period[] Periods);

    private sealed record Period(DateOnly? From, DateOnly? Until, bool IsKnownByYear, string Successor, string Name)
    {
        public static Period Read(string text) => text.Split('|') is [var from, var until, var exact, var successor, var name]
            ? new Period(Day(from), Day(until), exact == "year", successor, name)
            : throw new InvalidDataException("A period of the table of communes has not its five parts. Build it again.");

        private static DateOnly? Day(string text) =>
            text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
