namespace Hub.Server.Cli;

/// <summary>What every command's exit code means.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The answer is no: invalid, not intact, not found.</summary>
    public const int Negative = 1;

    /// <summary>The command could not be carried out: wrong arguments or settings, something missing, not offered.</summary>
    public const int Unusable = 2;

    public const string Help = "Exit codes: 0 done; 1 the answer is no; 2 could not be carried out.";
}

/// <summary>A command that cannot be carried out; the message says what, where and how to mend.</summary>
internal sealed class CommandRefusedException(string message, int exitCode = ExitCodes.Unusable) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
