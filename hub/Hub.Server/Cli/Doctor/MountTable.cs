using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Server.Cli.Doctor;

/// <summary>Which file system a folder stands on, after <c>/proc/self/mountinfo</c> (see <c>proc_pid_mountinfo(5)</c>).</summary>
internal static partial class MountTable
{
    /// <summary>The mount that holds the folder: the deepest above it, and of several on one point the last, which hides the others. Null where none does.</summary>
    public static Mount? Find(IEnumerable<string> lines, string folder)
    {
        Mount? deepest = null;
        foreach (var mount in lines.Select(Read).OfType<Mount>())
        {
            var holds = folder == mount.Point || folder.StartsWith(mount.Point.TrimEnd('/') + "/", StringComparison.Ordinal);
            if (holds && mount.Point.Length >= (deepest?.Point.Length ?? 0))
            {
                deepest = mount;
            }
        }

        return deepest;
    }

    // "36 35 98:0 /root /mount\040point rw,noatime master:1 - ext4 /dev/sda1 rw": the type comes first after the lone dash.
    private static Mount? Read(string line)
    {
        var words = line.Split(' ');
        var dash = Array.IndexOf(words, "-");
        return dash > 4 && dash + 1 < words.Length ? new Mount(Unescape(words[4]), words[dash + 1]) : null;
    }

    private static string Unescape(string text) =>
        Octal().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})", RegexOptions.NonBacktracking)]
    private static partial Regex Octal();
}

/// <param name="Point">Where it is mounted.</param>
/// <param name="Type">Its file system, such as <c>ext4</c>.</param>
internal sealed record Mount(string Point, string Type);
