namespace Hub.Server.Cli.Doctor;

/// <summary>One thing that <c>hub doctor</c> looked at.</summary>
/// <param name="Check">A short name that stays the same, for scripts.</param>
/// <param name="What">What was found.</param>
/// <param name="Why">Why it matters; given with everything that is not <see cref="Verdict.Ok"/>.</param>
/// <param name="Mend">What to do about it.</param>
internal sealed record Finding(string Check, Verdict Verdict, LocalizedText What, LocalizedText? Why = null, LocalizedText? Mend = null)
{
    public static Finding Ok(string check, string fr, string en) => new(check, Verdict.Ok, new(fr, en));
}

/// <summary>How bad a finding is. In order: the worst of all decides the exit code.</summary>
internal enum Verdict
{
    Ok,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>The hub runs, and somebody should mend this.</summary>
    Warning,

    /// <summary>The hub cannot start, or must not run like this.</summary>
    Broken,
}
