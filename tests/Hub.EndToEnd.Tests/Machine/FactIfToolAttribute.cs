namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A fact that needs programs of the machine; skipped with its reason where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfToolAttribute : FactAttribute
{
    public FactIfToolAttribute(params string[] tools) => Skip = ReasonToSkip(tools);

    public static string? ReasonToSkip(params string[] tools)
    {
        var missing = tools.Where(tool => Find(tool) is null).ToArray();
        return missing.Length > 0 ? $"NOT TESTED: {string.Join(", ", missing)} missing. On Debian: apt-get install {string.Join(' ', missing)}"
            : tools.Contains("mount") ? SmallDisk.ReasonItCannotBeMounted
            : null;
    }

    /// <summary>Where the tool lies; null when it is not there.</summary>
    internal static string? Find(string tool) => tool == "faketime"
        ? Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
