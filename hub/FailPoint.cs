using System.Diagnostics;
using System.Globalization;

namespace Hub;

/// <summary>
/// Named places where a test can make a process die, fail or wait: <c>FailPoint.Hit("outbox.after-insert")</c>. Compiled in always;
/// one comparison with a constant unless the process was started with <c>--unsafe-testing</c>.
/// </summary>
/// <remarks>
/// One source, compiled into the hub, the connectors' SDK and the stand-ins, which share no binary. Each arms its own points at
/// its start from a variable of its own: <c>name=action[@n]</c>, several separated by <c>;</c>. Actions: <c>exit</c> (as by
/// <c>kill -9</c>: nothing is flushed, no handler runs), <c>throw</c>, <c>delay:ms</c>. <c>@n</c> acts at the nth hit only; without
/// it, at every one. What is done is told on standard error first.
/// </remarks>
internal static class FailPoint
{
    public const string Switch = "--unsafe-testing";

    // Read-only, so that the compiler of a warm process leaves the rest of Hit out.
    private static readonly bool IsAllowed = Environment.GetCommandLineArgs().Contains(Switch);
    private static Dictionary<string, Rule[]>? armed;

    /// <summary>True while points are armed: for the few that need something prepared before they can be hit.</summary>
    public static bool IsArmed => IsAllowed && armed is not null;

    /// <summary>The place <paramref name="name"/> is reached.</summary>
    public static void Hit(string name)
    {
        if (IsAllowed && armed is { } points)
        {
            Act(points, name);
        }
    }

    /// <summary>Reads the points to arm from an environment variable; none when it is empty. Once, at the start of the process.</summary>
    /// <param name="names">Every point that this process has.</param>
    /// <exception cref="FormatException">The process was started without <see cref="Switch"/>, or the text is wrong; the message says what is possible.</exception>
    public static void Arm(string variable, IReadOnlyCollection<string> names)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (!IsAllowed)
        {
            throw new FormatException($"{variable} is set, which is only accepted with {Switch}. Unset it, or add the option on a test machine.");
        }

        armed = Parse(variable, text, names);
    }

    /// <summary>What <see cref="Arm"/> reads: every known name, with the rules of those that are to act.</summary>
    internal static Dictionary<string, Rule[]> Parse(string variable, string text, IReadOnlyCollection<string> names)
    {
        var rules = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => Rule.Parse(variable, part)).ToLookup(rule => rule.Name);
        return rules.FirstOrDefault(of => !names.Contains(of.Key)) is { } unknown
            ? throw new FormatException($"{variable}: there is no fail point '{unknown.Key}'. There are: {string.Join(", ", names.Order(StringComparer.Ordinal))}.")
            : names.ToDictionary(name => name, name => rules[name].ToArray(), StringComparer.Ordinal);
    }

    private static void Act(Dictionary<string, Rule[]> points, string name)
    {
        foreach (var rule in points.TryGetValue(name, out var rules) ? rules : throw new InvalidOperationException($"The fail point '{name}' is missing in the list that this process gave to FailPoint.Arm."))
        {
            rule.Hit();
        }
    }

    /// <summary>One point with what happens there.</summary>
    /// <param name="At">The hit that counts, from 1; 0 means every one.</param>
    internal sealed record Rule(string Name, string Action, int Milliseconds, int At)
    {
        private int hits;

        public static Rule Parse(string variable, string text)
        {
            var (name, action) = Cut(text, '=');
            (action, var at) = Cut(action, '@');
            (action, var duration) = Cut(action, ':');
            var nth = 0;
            var milliseconds = 0;
            var isUsable = (action is "exit" or "throw" && duration.Length == 0) || (action is "delay" && IsNumber(duration, out milliseconds));
            return isUsable && (!text.Contains('@', StringComparison.Ordinal) || (IsNumber(at, out nth) && nth > 0))
                ? new Rule(name, action, milliseconds, nth)
                : throw new FormatException($"{variable}: '{text}' was found; name=action[@n] is expected, with one of the actions exit, throw, delay:ms.");
        }

        public void Hit()
        {
            var hit = Interlocked.Increment(ref hits);
            if (At != 0 && At != hit)
            {
                return;
            }

            Console.Error.WriteLine($"Fail point {Name}, hit {hit}: {Action}.");
            switch (Action)
            {
                case "exit":
                    // SIGKILL on Unix: unlike FailFast or Exit, nothing of this process runs any more.
                    using (var me = Process.GetCurrentProcess())
                    {
                        me.Kill();
                    }

                    break;
                case "throw":
                    throw new FailPointException($"The fail point {Name} was told to throw.");
                default:
                    // Whoever reaches the point is to be held up, thread and all.
                    Thread.Sleep(Milliseconds);
                    break;
            }
        }

        private static (string Before, string After) Cut(string text, char at) =>
            text.IndexOf(at) is var place and >= 0 ? (text[..place], text[(place + 1)..]) : (text, "");

        private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

/// <summary>What a fail point throws; no code of the product expects it.</summary>
internal sealed class FailPointException(string message) : Exception(message);
