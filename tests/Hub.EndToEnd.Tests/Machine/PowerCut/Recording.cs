using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>
/// What a program did to its files, in the order in which the kernel saw it: each call's beginning and its end. Made by
/// <c>strace</c>, which the program is started under; see <see cref="Under"/>.
/// </summary>
internal sealed partial class Recording
{
    // A name with "?" may be missing on a processor that never had it.
    private const string Calls =
        "?open,openat,?creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,"
        + "?rename,renameat,renameat2,?unlink,unlinkat,?link,linkat,?symlink,symlinkat,?mkdir,mkdirat,?rmdir,copy_file_range,sendfile,splice,"
        + "lseek,mmap,sendto,sendmsg";

    private Recording(IReadOnlyList<Moment> moments) => Moments = moments;

    public IReadOnlyList<Moment> Moments { get; }

    /// <summary>What to start the program with, so that its calls are written to the file.</summary>
    public static IReadOnlyList<string> Under(string file) =>
        ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "16777216", "-o", file, "-e", "trace=" + Calls, "-e", "signal=none"];

    public static Recording Read(string file)
    {
        var moments = new List<Moment>();
        var open = new Dictionary<string, SystemCall>();
        foreach (var line in File.ReadLines(file))
        {
            if (Whole().Match(line) is { Success: true } whole)
            {
                var call = new SystemCall(whole.Groups["name"].Value, whole.Groups["arguments"].Value);
                moments.Add(new Moment(call, IsEnd: false));
                End(call, whole);
            }
            else if (Begun().Match(line) is { Success: true } begun)
            {
                var call = new SystemCall(begun.Groups["name"].Value, begun.Groups["arguments"].Value.TrimEnd(' ', ','));
                moments.Add(new Moment(call, IsEnd: false));
                open[begun.Groups["thread"].Value] = call;
            }
            else if (Resumed().Match(line) is { Success: true } resumed && open.Remove(resumed.Groups["thread"].Value, out var call))
            {
                End(call, resumed);
            }
        }

        return new Recording(moments);

        void End(SystemCall call, Match answer)
        {
            // "?" stands where the program died inside the call.
            if (long.TryParse(answer.Groups["result"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var result))
            {
                call.Result = result;
                call.ResultPath = answer.Groups["path"] is { Success: true } path ? SystemCall.Unescape(path.Value) : null;
                moments.Add(new Moment(call, IsEnd: true));
            }
        }
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*)\) += (?<result>-?\d+|\?)(<(?<path>[^>]*)>)?.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*?),? *<unfinished \.\.\.>$", RegexOptions.NonBacktracking)]
    private static partial Regex Begun();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>.*\) += (?<result>-?\d+|\?)(<(?<path>[^>]*)>)?.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Resumed();
}

/// <summary>A call begins, or ends.</summary>
internal sealed record Moment(SystemCall Call, bool IsEnd);
