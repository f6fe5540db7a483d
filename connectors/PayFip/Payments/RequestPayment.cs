using System.Globalization;
using System.Text;
using Hub.Connectors.PayFip.Soap;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>What the hub asks: a payment of so many cents. <c>Key</c> is the idempotency key.</summary>
internal sealed record PaymentWish(
    string Key, string PaymentId, string Tenant, string JourneyId, string CaseId, string Channel, string Reference, long AmountCents, string Label, string Mail);

/// <summary>
/// Opens a payment at PayFiP and gives its link.
/// </summary>
/// <remarks>
/// <para>The same key gives the same link. The claim is on the disk before PayFiP is called; where the process dies before the answer is
/// on the disk too, the link of that call was given to nobody, so the same key may call again with the same reference. If someone pays the
/// first operation all the same, its notification is recognised by that reference (<see cref="SettlePayments"/>).</para>
/// <para>Another key for a payment that is waiting gives the link that exists while its page works. After that it has to wait until the
/// first can no longer be paid: two live pages would invite two debits.</para>
/// </remarks>
internal sealed partial class RequestPayment(
    IntentBook book, PayFipClient payFip, SettlePayments settle, PayFipOptions options, TimeProvider time, ILogger<RequestPayment> logger)
{
    private const long LeastCents = 100;
    private const long MostCents = 10_000_000;
    private const int LongestLabel = 100;
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public async Task<(PaymentView? View, Refusal? Refusal)> RunAsync(PaymentWish wish, CancellationToken cancellationToken)
    {
        if (Check(wish) is { } invalid)
        {
            return (null, invalid);
        }

        var entry = await book.FindOrAddAsync(wish.PaymentId, () => NewIntent(wish), cancellationToken);
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (Known(entry.Intent, wish) is { } known)
            {
                return known;
            }

            return await CreateAsync(entry, wish, cancellationToken);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private static Refusal? Check(PaymentWish wish)
    {
        if (wish.PaymentId.Length is 0 or > 200)
        {
            return Refusal.Invalid("paymentId doit compter 1 à 200 caractères.", "paymentId must have 1 to 200 characters.");
        }

        if (wish.AmountCents is < LeastCents or > MostCents)
        {
            return Refusal.Invalid(
                "amountCents doit être compris entre 100 (1,00 €) et 10 000 000 (100 000 €), limites de PayFiP.",
                "amountCents must be between 100 (€1.00) and 10,000,000 (€100,000), PayFiP's limits.");
        }

        var at = wish.Mail.IndexOf('@', StringComparison.Ordinal);
        return wish.Mail.Length is < 6 or > 80 || at <= 0 || at == wish.Mail.Length - 1 || wish.Mail.Any(char.IsWhiteSpace)
            ? Refusal.Invalid("email doit être une adresse de 6 à 80 caractères : PayFiP l'exige pour envoyer le ticket.", "email must be an address of 6 to 80 characters: PayFiP needs it to send the receipt.")
            : null;
    }

    private PaymentIntent NewIntent(PaymentWish wish) => new()
    {
        PaymentId = wish.PaymentId,
        Tenant = wish.Tenant,
        JourneyId = wish.JourneyId,
        CaseId = wish.CaseId,
        Channel = wish.Channel,
        Reference = wish.Reference,
        Refdet = Refdet.Of(wish.Tenant, wish.PaymentId),
        Numcli = options.NumcliOf(wish.Tenant),
        AmountCents = wish.AmountCents,
        ChangedAt = time.GetUtcNow(),
    };

    // The answer that needs no call to PayFiP; null when there is none.
    private (PaymentView? View, Refusal? Refusal)? Known(PaymentIntent intent, PaymentWish wish)
    {
        if (intent.Tenant != wish.Tenant || (intent.AmountCents != wish.AmountCents && intent.Claims.Length > 0))
        {
            return (null, new Refusal(
                "paymentChanged",
                "Ce paiement a déjà été demandé pour un autre montant ou une autre collectivité ; utilisez un nouveau paymentId. / This payment was already requested for another amount or local authority; use a new paymentId."));
        }

        if (intent.Claims.FirstOrDefault(claim => claim.Key == wish.Key)?.IdOp is { } idOp)
        {
            return (PaymentView.Of(intent, intent.Find(idOp)!, options), null); // a claim's operation is recorded with it
        }

        if (intent is { IsPaid: true, Operations: [.., var operation] })
        {
            return (PaymentView.Of(intent, operation, options), null);
        }

        if (intent.End is { Outcome: Outcome.Error })
        {
            return (null, new Refusal(
                "needsAttention", "Le paiement précédent demande une vérification humaine avant tout nouvel essai. / The earlier payment needs a person's check before another attempt."));
        }

        if (intent is { Current: { State: OperationState.Waiting } current })
        {
            var age = time.GetUtcNow() - current.CreatedAt;
            return age < options.ResultWindow
                ? (PaymentView.Of(intent, current, options), null)
                : (null, new Refusal(
                    "tooSoon",
                    "Le lien précédent n'est plus utilisable mais son résultat n'est pas encore certain ; réessayez plus tard. / The earlier link no longer works but its result is not certain yet; try again later.",
                    Retryable: true,
                    age < options.RetryWindow ? options.RetryWindow - age : options.PollEvery));
        }

        return null;
    }

    private async Task<(PaymentView? View, Refusal? Refusal)> CreateAsync(IntentEntry entry, PaymentWish wish, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var intent = entry.Intent with { AmountCents = wish.AmountCents, ChangedAt = now };
        if (intent.Claims.All(claim => claim.Key != wish.Key))
        {
            intent = intent with { Claims = intent.Claims.Add(new Claim(wish.Key, now, IdOp: null)) };
            await book.SaveAsync(entry, intent);
        }

        var order = new PaymentOrder(
            TimeZoneInfo.ConvertTime(now, Paris).Year, wish.Mail, wish.AmountCents, intent.Numcli, Plain(wish.Label), intent.Refdet, options.Mode, options.NotifyUrl, options.ReturnUrlOf(intent.Refdet));
        string idOp;
        try
        {
            idOp = await payFip.CreateAsync(order, cancellationToken);
        }
        catch (PayFipFault refused) when (refused.Kind is FaultKind.Functional or FaultKind.Protocol)
        {
            // Nothing was created, so the claim is lifted: the payment may be asked again with other values.
            await book.SaveAsync(entry, intent with { Claims = intent.Claims.RemoveAll(claim => claim.Key == wish.Key) });
            Log.Refused(logger, wish.PaymentId, refused.Code);
            return (null, new Refusal(
                "refusedByPayFip", $"PayFiP refuse cette demande (code {refused.Code}). / PayFiP refuses this request (code {refused.Code})."));
        }
        catch (Exception failure) when (failure is PayFipFault or PayFipUnreachable)
        {
            // Trying again is safe even where PayFiP did create an operation: nobody was given its link.
            Log.NotCreated(logger, wish.PaymentId, failure.Message);
            return (null, new Refusal(
                "unavailable",
                "PayFiP ne répond pas pour le moment ; la demande peut être renvoyée. / PayFiP does not answer for now; the request can be sent again.",
                Retryable: true,
                (failure as PayFipUnreachable)?.RetryAfter));
        }

        var operation = new Operation(idOp, now, Offered: true, OperationState.Waiting);
        var claims = intent.Claims.Select(claim => claim.Key == wish.Key ? claim with { IdOp = idOp } : claim);
        await book.SaveAsync(entry, intent.With(operation) with { Claims = [.. claims] });
        settle.Follow(operation);
        Log.Created(logger, wish.PaymentId, idOp);
        return (PaymentView.Of(entry.Intent, operation, options), null);
    }

    // PayFiP takes unaccented letters, digits and spaces only.
    private static string Plain(string label)
    {
        var letters = label.Normalize(NormalizationForm.FormD)
            .Where(character => CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            .Select(character => char.IsAsciiLetterOrDigit(character) ? character : ' ');
        var words = string.Concat(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var plain = string.Join(' ', words);
        return plain.Length <= LongestLabel ? plain : plain[..LongestLabel].TrimEnd();
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Information, "Payment {PaymentId}: operation {IdOp} created.")]
        public static partial void Created(ILogger logger, string paymentId, string idOp);

        [LoggerMessage(4202, LogLevel.Warning, "Payment {PaymentId}: PayFiP refuses the request (code {Code}).")]
        public static partial void Refused(ILogger logger, string paymentId, string code);

        [LoggerMessage(4203, LogLevel.Warning, "Payment {PaymentId}: not created, {Reason}.")]
        public static partial void NotCreated(ILogger logger, string paymentId, string reason);
    }
}
