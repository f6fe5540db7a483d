using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.PayFip.Soap;

namespace Hub.Connectors.Tests.PayFip;

public class PaymentIntentTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(20);
    private static readonly SourceAnswer NotYet = new SourceAnswer.NotYet();
    private static readonly SourceAnswer Unknown = new SourceAnswer.Unknown();

    [Theory]
    [InlineData("P", 1, "Paid")]
    [InlineData("V", 1, "Paid")]
    [InlineData("R", 1, "Refused")]
    [InlineData("Z", 1, "Refused")]
    [InlineData("A", 1, null)]
    [InlineData("A", 19, null)]
    [InlineData("A", 20, "Abandoned")]
    [InlineData("X", 1, "Error")]
    [InlineData("", 1, "Error")]
    [InlineData("P5", 1, null)]
    [InlineData("P5", 16, null)]
    [InlineData("P5", 20, "Expired")]
    [InlineData("P1", 1500, "Expired")]
    public void After_OneAnswer_EndsAsTheContractSays(string answer, int minutes, string? outcome)
    {
        var intent = NewIntent("a").After("a", Answer("a", answer), Start.AddMinutes(minutes), RetryWindow);

        Assert.Equal(outcome, intent.End?.Outcome.ToString());
    }

    [Fact]
    public void After_PaidAfterExpired_ReopensAndCorrects()
    {
        var expired = NewIntent("a").After("a", NotYet, Start.AddMinutes(21), RetryWindow);

        var paid = expired.After("a", Answer("a", "P"), Start.AddMinutes(30), RetryWindow);

        Assert.Equal([Outcome.Expired, Outcome.Paid], paid.Settlements.Select(settlement => settlement.Outcome));
        Assert.Equal(Outcome.Expired, paid.Settlements[1].Corrects);
        Assert.True(paid.IsPaid);
    }

    [Fact]
    public void After_PaidTwiceByOneOperation_IsToldOnce()
    {
        var paid = NewIntent("a").After("a", Answer("a", "P"), Start, RetryWindow);

        Assert.Same(paid, paid.After("a", Answer("a", "P"), Start.AddMinutes(1), RetryWindow));
        Assert.Same(paid, paid.After("a", Unknown, Start.AddDays(2), RetryWindow));
    }

    [Fact]
    public void After_SecondOperationPaid_IsAnAlarmAndNotASecondPayment()
    {
        var intent = NewIntent("a", "b").After("a", Answer("a", "P"), Start, RetryWindow);

        intent = intent.After("b", Answer("b", "P"), Start.AddMinutes(1), RetryWindow);

        Assert.Equal([false, true], intent.Settlements.Select(settlement => settlement.IsSecondDebit));
        Assert.Equal("a", intent.End?.IdOp);
    }

    [Fact]
    public void After_AnotherAmount_IsAnErrorForEver()
    {
        var intent = NewIntent("a").After("a", Answer("a", "P", amountCents: 1), Start, RetryWindow);

        intent = intent.After("a", Answer("a", "P"), Start.AddMinutes(1), RetryWindow);

        Assert.Equal((Outcome.Error, "amountMismatch", 1), (intent.End!.Outcome, intent.End.Reason, intent.End.AmountCents));
        Assert.Single(intent.Settlements);
    }

    [Fact]
    public void After_LinkNeverGivenIsRefused_SaysNothing()
    {
        var intent = NewIntent("a") with { Operations = [new Operation("a", Start, Offered: false, OperationState.Waiting), new Operation("b", Start, Offered: true, OperationState.Waiting)] };

        intent = intent.After("a", Answer("a", "R"), Start, RetryWindow);

        Assert.Empty(intent.Settlements);
    }

    [Fact]
    public void After_AnyStoryOfTwoOperations_TellsPaidAtMostOnceAndNeverWithoutMoney()
    {
        string[] answers = ["P", "V", "R", "Z", "A", "X", "P5", "P1", "other amount"];
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var (intent, now, goodMoney) = (NewIntent("a", "b"), Start, false);
            for (var step = 0; step < 12; step++)
            {
                var (idOp, answer) = (random.Next(2) == 0 ? "a" : "b", answers[random.Next(answers.Length)]);
                now = now.AddMinutes(random.Next(15));
                goodMoney |= answer is "P" or "V";

                intent = intent.After(idOp, answer is "other amount" ? Answer(idOp, "P", amountCents: 1) : Answer(idOp, answer), now, RetryWindow);
            }

            var paid = intent.Settlements.Count(settlement => settlement is { Outcome: Outcome.Paid, IsSecondDebit: false });
            Assert.True(paid <= 1, $"seed {seed}: paid told {paid} times");
            Assert.True(paid == 0 || goodMoney, $"seed {seed}: paid told without money");
            Assert.True(!goodMoney || intent.Settlements.Any(settlement => settlement.Means is not null), $"seed {seed}: money moved and nothing was told");
            Assert.Equal(Enumerable.Range(1, intent.Settlements.Length), intent.Settlements.Select(settlement => settlement.Number));
        }
    }

    [Fact]
    public void Of_ManyPayments_GivesReferencesThatPayFipTakes()
    {
        var references = Enumerable.Range(0, 10_000).Select(number => Refdet.Of("210601234", "payment/" + number)).ToList();

        Assert.All(references, reference => Assert.Matches("^[A-Za-z0-9]{1,30}$", reference));
        Assert.Equal(references.Count, references.Distinct().Count());
        Assert.Equal(Refdet.Of("1", "23"), Refdet.Of("1", "23"));
        Assert.NotEqual(Refdet.Of("1", "23"), Refdet.Of("12", "3"));
    }

    private static SourceAnswer Answer(string idOp, string answer, long amountCents = 1250) => answer switch
    {
        "P5" => NotYet,
        "P1" => Unknown,
        _ => new SourceAnswer.Result(new PaymentDetail(idOp, "REFDET", "006382", amountCents, answer, "123456", Start)),
    };

    private static PaymentIntent NewIntent(params string[] idOps) => new()
    {
        PaymentId = "payment",
        Tenant = "210601234",
        JourneyId = "journey",
        CaseId = "case",
        Channel = "web",
        Reference = "reference",
        Refdet = "REFDET",
        Numcli = "006382",
        AmountCents = 1250,
        ChangedAt = Start,
        Operations = [.. idOps.Select(idOp => new Operation(idOp, Start, Offered: true, OperationState.Waiting))],
    };
}
