// What English-speaking readers of help centers write, whatever the help center is about. Words, not sentences; a group
// belongs here only if it would serve a shop, a bank and a school alike. What holds for one house only stands in its
// synonyms.yaml. Measured by bench/search-quality.ts, on questions that nobody looked at while these were written.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'

export const en: WrittenLanguage = {
  // Light on purpose: as good as Porter's on real questions, and "general" stays another word than "generous".
  stems: [
    ['(?<=..)ie[sd]$', 'y'],
    ['(?<=...)(?:ings?|ed|es|(?<![su])s|ly|ions?|e)$', ''],
    ['([b-df-hjkmnp-rtv-z])\\1$', '$1'],
    ['ll$', 'l'],
  ],
  stops: `
    a about am an and any are as at be because been but by can cannot cant could did didnt do does
    doesnt dont for from get got had has have havent hi hello how i id if ill im in is isnt it its
    ive just like me my need no not now of on or our please should so some still than thank thanks
    that the their them then there these they this to too up us want was wasnt we were what when
    where which who why will with wont would you your`,
  common: `
    really already still again also another anything something everything nothing someone anyone
    everyone people person thing things way time times day days week weeks month yesterday today
    tomorrow morning now recently currently know tell think go going make use using used possible
    able ok okay sir hey dear help question problem issue find see look try tried trying give put
    take come keep say said let show much many more most less first last new next old good well
    right wrong best better very only even ever same different other few lot lots long soon here
    there back out over into after before while during since until without through between looking
    wondering wonder seem seems happen happened happening reason mean sure explain understand ask
    asking information kind type certain specific actually instead place getting anyway somehow
    somewhere work working works`,
  forms: `
    send sent
    pay paid
    lose lost
    find found
    buy bought
    forget forgot forgotten
    steal stole stolen
    break broke broken
    choose chose chosen
    take took taken
    give gave given
    make made
    go went gone
    come came
    see saw seen
    know knew known
    tell told
    say said
    leave left
    keep kept
    hold held
    write wrote written
    spend spent
    begin began begun
    withdraw withdrew withdrawn
    get got gotten
    think thought
    bring brought
    teach taught
    catch caught
    sell sold
    meet met
    run ran
    stand stood
    understand understood
    feel felt
    mean meant
    build built
    show shown
    grow grew grown
    throw threw thrown
    draw drew drawn
    fall fell fallen
    hide hid hidden
    stick stuck
    win won
    wear wore worn
    speak spoke spoken
    hear heard
    sit sat
    eat ate eaten
    drive drove driven
    fly flew flown
    rise rose risen
    shake shook shaken
    child children
    man men
    woman women
    person people persons
    you u
    your ur
    are r
    please pls plz
    thanks thx
    account acc acct
    password pwd passwd
    message msg
    transaction txn
    amount amt
    information info
    document doc docs
    picture pic pics photo photograph
    because bcoz cuz
    tomorrow tmrw
    about abt
    number num
    application app apps
    address addr
    minute min mins
    hour hr hrs
    quantity qty
    before b4
    through thru
    though tho
    okay ok
    cancel cancelled cancellation
    color colour
    center centre
    favorite favourite
    check cheque
    license licence
    organize organise
    recognize recognise
    authorize authorise
    customize customise
    synchronize synchronise sync
    program programme
    gray grey
    traveling travelling
    canceled cancelled
    verify verification
    identify identification identity
    apply application applicant
    authenticate authentication authentic
    notify notification
    deliver delivery
    arrive arrival
    remove removal
    approve approval
    renew renewal
    withdraw withdrawal
    deny denial denied
    reply replies replied
    fail failure
    delete deletion
    pay payment
    receive receipt recipient
    choose choice
    lose loss
    steal thief theft
    describe description
    subscribe subscription
    permit permission
    decide decision
    submit submission
    admit admission
    expire expiry expiration
    compare comparison
    enroll enrol enrollment enrolment
    register registration
    activate activation
    explain explanation
    know knowledge
    grow growth
    weigh weight
    long length
    high height
    wide width
    deep depth
    strong strength
    sell sale
    think thought
    behave behaviour behavior
    save saving
    translate translation
    schedule reschedule
    convert conversion
    transfer transferral
    confirm confirmation
    locate location
    move movement
    refuse refusal
    try trial
    sign signature
    secure security safe safety
    private privacy
    able ability
    available availability
    possible possibility`,
  kin: `
    cancel revert undo stop abort terminate reverse
    change edit modify update alter switch replace correct amend
    delete remove erase clear deactivate close
    send transfer forward
    money cash fund funds
    fee charge cost price rate pay expensive
    free gratis
    arrive receive come deliver delivery
    block lock freeze disable suspend
    unblock unlock enable activate
    stolen lost missing stole theft
    fail decline reject deny refuse failed
    error problem issue fault bug
    broken damage defective crash
    work function operate
    wrong incorrect invalid inaccurate
    verify confirm prove validate check
    start begin launch
    picture photo image photograph avatar
    mail email inbox
    phone mobile cell telephone smartphone
    call phone contact
    buy purchase order
    shipment delivery parcel package shipping courier
    return refund replacement exchange
    talk speak chat contact reach
    agent human representative support customer advisor staff
    password passcode pin
    code pin
    show display view appear visible
    hide invisible conceal
    copy duplicate clone
    move transfer migrate
    search find look lookup
    share publish
    file document attachment
    message chat conversation
    create make add new set
    setup configure install set
    join merge combine unite link
    split separate divide
    connect link attach pair
    login log signin sign
    register signup sign join enroll
    fake genuine original authentic counterfeit
    cheap discount offer coupon promo sale
    quick fast expedite urgent soon express
    slow delay late wait long
    limit maximum minimum max min cap restriction
    country abroad international overseas foreign
    website site web page
    allow permit accept support can able
    automatic auto automatically
    download export save backup
    upload import
    track status progress where
    size dimension measurement big large
    bill invoice receipt statement
    video movie clip film
    app application software program
    option setting preference
    profile account
    name username nickname
    list table
    group team
    member user people
    owner admin administrator
    job work employment career
    school university college institution
    teacher professor instructor faculty
    student pupil learner
    doctor physician clinician
    hospital clinic
    home house
    shop store
    repair fix solve resolve mend
    notify alert remind notification reminder
    calendar schedule appointment event date
    book reserve reservation booking
    available stock
    hour time open
    weight size
    try test trial sample
    best recommend suggest good
    difference compare versus
    read see open
    print paper
    subscribe subscription newsletter
    unsubscribe stop cancel
    public visible everyone
    private hidden
    safe secure security protect
    hack compromise unauthorized fraud suspicious
    unknown unrecognized recognise unfamiliar
    twice double duplicate
    currency exchange convert dollar euro
    atm machine
    card debit credit
    balance amount
    pending processing wait
    expire expiry validity
    age old
    kid child children
    guarantee warranty
    location address place
    near nearest nearby
    distance far`,
}
