namespace Hub.Server.Exchange;

/// <summary>What a step decides: go on with the next one, or stop here with an answer.</summary>
public readonly record struct StepResult(ExchangeAnswer? Answer)
{
    public static StepResult Continue => default;

    public static StepResult Stop(ExchangeAnswer answer) => new(answer);

    public static StepResult Refuse(Problem problem) => new(ExchangeAnswer.Refused(problem));
}
